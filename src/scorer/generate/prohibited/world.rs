//! Prohibited texts in other languages.

use super::super::{Kind, prohibited as kind};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "paquete y banco falsos",
        "world fraud",
        "es",
        &[
            "{carrier}: {su paquete no se pudo entregar|su envío está retenido en aduana|falta el número de su calle}. {Pague {fee}|Confirme su dirección|Programe la entrega}: {badlink}",
            "{bank}: {su cuenta ha sido bloqueada|hemos detectado un acceso no autorizado|su tarjeta será suspendida hoy}. {Verifique aquí|Evite el bloqueo|Llame al {phone} o entre}: {badlink}",
            "{Felicidades|Hola {name}}, {ganaste {bigsum}|gana {sum} al día desde casa|préstamo de {bigsum} aprobado sin buró}{!|.} {{badlink}|WhatsApp {phone}|Responde SI}{.|}",
        ],
    ),
    kind(
        "faux colis et amende",
        "world fraud",
        "fr",
        &[
            "{{carrier}|{gov}}: {votre colis est en attente, frais de {fee}|votre colis n'a pas pu être livré|amende impayée de {sum}|votre carte vitale expire}. {Réglez|Mettez à jour vos informations|Choisissez un créneau} {ici |}: {badlink}",
            "{Bonjour, |Coucou, |}{vous avez gagné {bigsum}|votre compte formation expire, {bigsum} à utiliser|gagnez {sum} par jour sur votre téléphone|maman j'ai cassé mon téléphone, voici mon nouveau numéro}{.|!} {{badlink}|WhatsApp {phone}|Appelez le {phone}}",
        ],
    ),
    kind(
        "falsches Paket und Konto",
        "world fraud",
        "de",
        &[
            "{carrier}: {Ihr Paket wird zurückgehalten|Ihre Sendung konnte nicht zugestellt werden|Zollgebühr {fee} offen}. {Jetzt zahlen|Adresse bestätigen|Bitte prüfen}: {badlink}",
            "{bank}: {Ihr Konto wurde eingeschränkt|Ihre TAN-App läuft heute ab|Ihre Karte wurde gesperrt}. {Zur Freischaltung|Registrierung erneuern}: {badlink}",
            "{Hallo {Mama|Papa}, mein Handy ist kaputt, das ist meine neue Nummer|Sie haben {bigsum} gewonnen|Sofortkredit {bigsum} ohne Schufa|Verdiene {sum} am Tag von zu Hause}. {{badlink}|Schreib mir auf WhatsApp {phone}|Antworte JA}{.|}",
        ],
    ),
    kind(
        "finto pacco e banca",
        "world fraud",
        "it",
        &[
            "{{carrier}|{bank}}: {il tuo pacco è in giacenza, paga {fee}|il tuo conto è stato limitato|accesso anomalo da {city}|la tua carta è bloccata}. {Verifica|Paga|Sblocca} {subito |}: {badlink}",
            "{Ciao {mamma|papà}, ho rotto il telefono, scrivimi qui {phone}|Hai vinto {bigsum}|Guadagna {sum} al giorno da casa}{.|!}{ {badlink}|}",
        ],
    ),
    kind(
        "falso pacote e banco",
        "world fraud",
        "pt",
        &[
            "{{carrier}|{bank}}: {sua encomenda foi retida, taxa de {fee}|sua conta será bloqueada hoje|compra de {bigsum} aprovada, se não reconhece ligue {phone}|seus pontos vencem hoje}. {Regularize|Confirme|Resgate}: {badlink}",
            "{Oi mãe, troquei de número|Parabéns, você ganhou {bigsum}|Ganhe {sum} por dia curtindo vídeos|Empréstimo de {bigsum} sem consulta}{.|!} {{badlink}|Chama no WhatsApp {phone}}",
        ],
    ),
    kind(
        "hinglish scams",
        "world fraud",
        "IN",
        &[
            "{Aapka {inbank} khata aaj band ho jayega, KYC karein|Badhai ho! Aapko {lakh} ka inaam mila hai|Ghar baithe kamaye {rs} roz|Turant loan {lakh} bina document|Aaj raat bijli kat jayegi}{. |! }{{badlink}|Call {phone}|WhatsApp karein {phone}|Abhi click karein {badlink}}",
        ],
    ),
    kind(
        "West African and South African scams",
        "world fraud",
        "NG",
        &[
            "{Dear valued customer, |Congrats! |}{your BVN is {blocked|not linked}, call {phone}|you won N{digits:3},000 in the {telco} promo|your ATM card is deactivated|SASSA grant of R{digits:4} is approved|you are shortlisted for N-Power, pay N5000}. {Do not ignore.|{badlink}|Send your PIN to {phone}|Call our officer {friend} {phone}}{.|}",
            "{Hello Sir/Ma|Good day}, {I mistakenly sent N{digits:2},000 to your account, please return it|invest R{digits:3} get R{digits:4} in 2 hours|win a car, buy airtime and send the PIN}. {{phone}|WhatsApp {phone}|God bless you.}",
        ],
    ),
];
