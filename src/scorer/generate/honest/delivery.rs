//! Orders, parcels, returns and food on its way.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "out for delivery",
        "delivery",
        "any",
        &[
            "{carrier}: {Your {parcel|package|order} {from {shop} |}{is out for delivery|is on its way|will arrive}|{Good news|Great news}! Your {parcel|package} is out for delivery} {today |}{window}.{ Track: {link}| Track it at {link}|}{stop}",
            "{Arriving today|Out for delivery}: {your|Your} {shop} {order|package}{ #{digits:5}|} {is expected|arrives} {window}. {Track at {link}|}{stop}",
            "{hi}{name}, {your driver {friend} has|we have} your {carrier} parcel {digits:8} {on board|with us} and {will be with you|expect to reach you} {window}. {Not in? Choose a neighbour or safe place: {link}|See where we are: {link}|Reply 2 for a safe place.}",
        ],
    ),
    kind(
        "delivered",
        "delivery",
        "any",
        &[
            "{Delivered: |{carrier}: |}{Your|your} {parcel|package|order} {from {shop} |#{digits:6} |}{was|has been} {delivered|left at the front door|handed to a neighbour|left in your safe place}{ at {time}|}. {How did we do? {link}|See photo: {link}|Thank you for shopping with us.|}",
            "{hi}{name}, your {shop} order has been delivered {at {time}|today}. {Questions? Call {phone}.|Enjoy!|}{stop}",
        ],
    ),
    kind(
        "missed delivery",
        "delivery",
        "any",
        &[
            "{carrier}: {We missed you today|Sorry we missed you|we tried to deliver at {time} but nobody was in}. {Your parcel {digits:8} is at {the depot|your local post office|{shop}, {city}}|We'll try again {day} {window}}. {Bring ID to collect it.|Rebook at {link}|Choose another day: {link}|No action needed.}",
            "{carrier}: your parcel is waiting at {the pickup point|locker {digits:2}|{shop}} in {city}. {Collect it by {day} with code {digits:6}.|Pickup code {digits:6}. Open until {time}.|Show {link} at the counter.}",
            "{carrier}: {your parcel could not be delivered because the gate was locked|the address label of your parcel is damaged}. {It comes again {day}.|Please call the depot on {phone}.|Collect it with ID at {city} from {time}.|Change the day: {link}}",
        ],
    ),
    kind(
        "customs and duties",
        "delivery",
        "any",
        &[
            "{carrier}: {your parcel from abroad is in customs, no action is needed|import VAT of {fee} was paid by {shop}|we paid duty of {sum} for you, the invoice is in your e-mail|shipment {digits:10} has cleared customs}. {Expected {day}.|Track: {link}|Questions: {phone}}",
            "{carrier} {waybill|shipment} {digits:10} from {shop}: {duty of {sum} is due on delivery, cash or card|please see the e-mail we sent about import papers|delivery needs a signature}. {Delivery {day} {window}.|Manage: {link}|}",
        ],
    ),
    kind(
        "order shipped",
        "delivery",
        "any",
        &[
            "{shop}: {Your order {#{digits:5} |}has shipped|Good news, your order is on its way|We've shipped your order{ #{digits:5}|}}{! |. }{Track it {here: |at }{link}|It should arrive {day}.|Estimated delivery: {day}.}{stop}",
            "{Shipped|Confirmed}: Your {shop} {order|package} with {{goods}|{item}} will {arrive|be delivered} {by |}{day}. {Track: {link}|Details: {link}|}{stop}",
            "{Shipped|Dispatched}: {item}{ and 1 more item| + 2 items|} from {shop} {is out with|via} {carrier}, AWB {digits:11}. {Pay {rs} cash/UPI on delivery.|ETA {day}.|{link}}",
        ],
    ),
    kind(
        "order delayed",
        "delivery",
        "any",
        &[
            "{shop}: {sorry, your order {ref} is running late|{item} is out of stock until {day}|bad weather slows your delivery}. {It is now due {day}.|Reply KEEP to wait or CANCEL for a refund.|Nothing to do, we'll text again.|Track: {link}}{stop}",
            "{carrier}: parcel {digits:8} {is delayed in {city}|missed its connection|will come a day later}. {New date: {day}.|We are sorry.|See {link}}",
        ],
    ),
    kind(
        "order ready",
        "delivery",
        "any",
        &[
            "{hi}{name}{, |! }your {shop} order{ #{digits:4}|} is ready {for pickup|to collect}{ at our {city} store|}. {Open till {time}.|Please bring your confirmation.|Park in a pickup spot and reply HERE.|}{stop}",
            "{shop}: order {digits:5} is ready. {Collect by {day}.|We will hold it for 7 days.|Show code {digits:4} at the counter.}",
        ],
    ),
    kind(
        "return and refund",
        "delivery",
        "any",
        &[
            "{{Return|Refund} {accepted|issued|confirmed}: {sum} {for|of} {{item}|{goods}}|{shop}: your refund of {sum} {is on its way|was issued}{ to card {acct}|}|{shop}: we got your return {ref}}. {Allow {3|5|7} days.|A courier will pick it up {day}.|You will get a mail.|Details: {link}}{stop}",
            "{hi}{name}, {drop your return at any {carrier} point by {day}|your exchange for {item} has shipped|your return label: {link}}. {Pack it well.|No printer needed, show code {digits:6}.|{shop}}",
        ],
    ),
    kind(
        "order with STOP and HELP",
        "delivery",
        "US",
        &[
            "{shop}: {your {item} left our warehouse|we packed {goods} for you|{goods} will reach you {day}|we paid {sum} back for {item}}. {Where is it? {link}|More at {link}} {Text HELP for help, STOP to stop|To stop these texts reply STOP}",
            "{shop} order {ref}: {received|in work|packed}. {Another text follows once it leaves us.|Due {day}.} Message and data rates may apply. {Reply STOP to cancel|HELP for help, STOP to end}",
        ],
    ),
    kind(
        "food order",
        "delivery",
        "any",
        &[
            "{{brand}|Grab|Uber}: {We got your order|Your order is being prepared|{name} is on the way with {{food}|your order}}{ #{digits:4}|}. {Ready at {time}.|Arrives {window}.|Follow your driver: {link}|Total {sum}.}",
            "{Your {food} is here!|{friend} has arrived with your order.|Order #{digits:4} is at your door.} {Enjoy!|Please meet the rider outside.|Give OTP {digits:4}.|How was it? Reply 1-5.}",
        ],
    ),
    kind(
        "grocery slot",
        "delivery",
        "any",
        &[
            "{{brand}|{shop}}: your {groceries come|shopping comes|order comes} {day} {window}. {Change it until {time} the day before: {link}|2 items were swapped, see your receipt.|Bags are {fee}.|Driver: {name}.}{stop}",
            "{hi}{name}, {your basket is booked for|last chance to edit your order for} {day}. {Cut-off is {time}.|Edit: {link}|Total so far {sum}.}{stop}",
        ],
    ),
];
