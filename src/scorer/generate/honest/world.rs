//! Honest texts in other languages.

use super::super::{Kind, kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "código y banco",
        "world",
        "es",
        &[
            "{bank}: {tu código es {digits:6}|{digits:6} es tu clave de un solo uso}. {No lo compartas con nadie.|Vence en 5 minutos.|}",
            "{bank}: {compra de {sum} en {shop}|retiro de {sum} en cajero|recibiste una transferencia de {sum2}} {el {digits:2}/10|hoy a las {time}}. {Si no fuiste tú, llama al {phone}.|Saldo: {sum2}.|}",
        ],
    ),
    kind(
        "cita y entrega",
        "world",
        "es",
        &[
            "{Hola {name}, |Estimado cliente, |}{te recordamos tu cita {con {doctor}|en {brand}} el lunes a las {time}|tu pedido de {shop} sale hoy a reparto|su paquete llega hoy|tu mesa para {2|4} está reservada}. {Responde SI para confirmar.|Sigue tu envío: {link}|Llama al {phone} para cambiarla.|Gracias.}",
            "{shop}: {rebajas de hasta {percent} en toda la tienda|tus puntos vencen pronto|nueva colección ya en tienda}{.|!} {Compra en {link}|Te esperamos}{.|} {Responde STOP para no recibir más.|}",
        ],
    ),
    kind(
        "code et livraison",
        "world",
        "fr",
        &[
            "{{brand}|{bank}}: {votre code est {digits:6}|{digits:6} est votre code de validation}. {Ne le communiquez à personne.|Valable 10 minutes.|}",
            "{Bonjour {name}, |{carrier}: |}{votre colis {digits:8} est en cours de livraison|votre colis vous attend au point relais {shop}|rappel de votre rendez-vous le {digits:2}/11 à {time}|votre commande est prête}. {Suivi: {link}|Répondez OUI pour confirmer.|Merci.|Pour annuler, appelez le {phone}.}",
            "{shop}: {jusqu'à {percent} sur une sélection|vente privée jusqu'à dimanche|vos points fidélité expirent bientôt}{.|!} {Voir {link}|En magasin}. STOP au 36{digits:3}",
        ],
    ),
    kind(
        "Code und Termin",
        "world",
        "de",
        &[
            "{Ihr {{brand}|{real}|{bank}} Code lautet {digits:6}|{digits:6} ist Ihre TAN für {sum} an {shop}|mTAN {digits:6}}. {Geben Sie ihn nicht weiter.|Gültig 5 Minuten.|}",
            "{Hallo {name}, |Guten Tag, |{carrier}: }{Ihr Paket kommt heute {zwischen 10 und 12 Uhr|bis 18 Uhr}|Ihr Termin bei {doctor} ist am Montag um {time}|Ihre Bestellung ist abholbereit|Ihre Rechnung über {sum} ist da}. {Sendung verfolgen: {link}|Antworten Sie JA zum Bestätigen.|Bei Fragen: {phone}.|Danke.}",
            "{shop}: {{percent} auf alles bis Sonntag|neue Kollektion eingetroffen|Ihr Gutschein läuft bald ab}{.|!} {link} {Abmelden mit STOP|}",
        ],
    ),
    kind(
        "codice e consegna",
        "world",
        "it",
        &[
            "{bank}: {il tuo codice è {digits:6}|pagamento di {sum} presso {shop} con carta {acct}}. {Non comunicarlo a nessuno.|Se non sei stato tu chiama {phone}.|}",
            "{Ciao {name}, |Gentile cliente, |}{il tuo pacco arriva oggi|promemoria visita con {doctor} alle {time}|il tuo ordine {shop} è pronto|la bolletta di {sum} è disponibile}. {Segui: {link}|Rispondi SI per confermare.|Grazie.|}",
        ],
    ),
    kind(
        "código e entrega",
        "world",
        "pt",
        &[
            "{bank}: {seu código é {digits:6}|compra de {sum} em {shop}, cartão final {digits:4}|Pix de {sum} recebido de {name}}. {Não compartilhe.|Não reconhece? Ligue {phone}.|}",
            "{Olá {name}, |}{seu pedido {shop} saiu para entrega|sua consulta com {doctor} é amanhã às {time}|sua fatura de {sum} vence sexta}. {Acompanhe: {link}|Responda SIM para confirmar.|Obrigado.|}",
        ],
    ),
    kind(
        "hinglish service",
        "world",
        "IN",
        &[
            "{Namaste {name}, |Dear Customer, |}{aapka order kal tak deliver ho jayega|aapka recharge {rs} ka safal raha|aapke khate mein {rs} jama hue|aapki gas booking ho gayi hai, ref {digits:8}|bijli ka bill {rs} hai, antim tithi {day}}. {Dhanyavaad|OTP {digits:4} delivery boy ko batayein|Track {link}|Jankari ke liye call {phone}}.",
            "{brand} School: {kal chhutti rahegi|fees {rs} 10 tarikh tak jama karein|PTM {day} ko {time} baje hai}. {Dhanyavaad.|}",
        ],
    ),
    kind(
        "South Africa and Nigeria",
        "world",
        "ZA",
        &[
            "{bank} :-) {R{digits:3} paid from cheq a/c|R{digits:3} reserved for purchase @ {shop} from FNB card a/c|N{digits:2},000 sent to {name}}. {Avail R{digits:4}|Ref {name}}. {day} {time}",
            "{Yello! |Dear valued customer, |}{you have received {digits:2}MB data valid 7 days|your airtime of {R29|N500} was loaded|you have borrowed N200 airtime, N230 will be deducted|prepaid electricity token {digits:20}, {digits:2} kWh}. {Dial *{digits:3}# for balance.|{telco}|}",
        ],
    ),
    kind(
        "Singapore notices",
        "world",
        "SG",
        &[
            "{{gov}|LTA|HDB|SP Group|Singpass}: {your {season parking|road tax} expires {day}|your appointment at {city} is {day} {time}|GIRO of {sum} will be deducted on {day}|your CDC vouchers are ready}. {Do not share your password.|Officials never ask for transfers.|Thank you.|}",
        ],
    ),
];
