//! How each field of art21.toml may look, for the help.

/// An example of the value of a field, in TOML; of an item of a list, the list. None for words that
/// are the person's own.
pub(super) fn example(field: &str) -> Option<&'static str> {
    let (path, item) = match field.split_once('[') {
        Some((list, rest)) => (list, rest.split_once("].").map_or("", |(_, key)| key)),
        None => (field, ""),
    };
    Some(match (path, item) {
        ("language", _) => "\"de\"",
        ("date", _) => "2026-11-22",
        ("controller", _) => "\"linkedin\"",
        ("sender.name", _) => "\"Erika Mustermann\"",
        ("sender.street", _) => "\"Heidestraße 17\"",
        ("sender.postcode", _) => "\"51147\"",
        ("sender.city" | "signature.place", _) => "\"Köln\"",
        ("sender.country", _) => "\"DE\"",
        ("sender.region", _) => "\"NW\"",
        ("sender.phone", _) => "\"+49 221 1234567\"",
        ("sender.care_of" | "sender.represented_by", _) => "\"Max Mustermann\"",
        ("account.standing", _) => "\"member\"",
        ("account.profile", _) => "\"https://www.linkedin.com/in/erika-mustermann\"",
        ("account.links", _) => "[\"https://www.linkedin.com/posts/…\"]",
        ("objection.purposes", _) => "[\"ai-training\", \"direct-marketing\"]",
        ("objection.number", _) => "1",
        ("objection.grounds", "id") => "\"professional-secrecy\"",
        ("signature.image", _) => "\"signature.png\"",
        ("letter.form", _) => "\"din5008-b\"",
        ("letter.courtesy_copy", _) => "\"en\"",
        ("letter.fonts", _) => "[\"NotoSansJP-Regular.ttf\"]",
        ("recipient.postal", _) => {
            "[\"LinkedIn Ireland Unlimited Company\", \"Dublin 2\", \"IRLAND\"]"
        }
        ("organiser.name", _) => "\"Beispielverein e. V.\"",
        ("organiser.contact", _) => "\"datenschutz@example.org\"",
        ("delivery.from", _) => "\"Erika Mustermann <erika@example.org>\"",
        ("delivery.to", _) => "\"office@example.org\"",
        ("delivery.per_hour", _) => "600",
        ("delivery.enclosures", _) => "[\"enclosure.pdf\"]",
        ("delivery.archive.to", _) => "\"me@other.example\"",
        ("delivery.smtp.timeout", _) => "300",
        ("delivery.smtp.port", _) => "465",
        ("delivery.imap.port", _) => "993",
        ("delivery.imap.folder", _) => "\"INBOX\"",
        (path, _) => match path.rsplit('.').next().unwrap_or_default() {
            "email" | "former_email" | "reply_to" => "\"erika@example.org\"",
            "host" => "\"mail.example.org\"",
            "password_command" => "[\"pass\", \"show\", \"mail\"]",
            "password_env" => "\"MAIL_PASSWORD\"",
            "tls" => "\"implicit\"",
            "auth" => "\"plain\"",
            "ca_file" => "\"ca.pem\"",
            _ => return None,
        },
    })
}

/// Whether people write a field in digits alone: then quotation marks are all that lacks.
pub(super) fn may_be_digits(field: &str) -> bool {
    matches!(field, "sender.postcode" | "sender.phone" | "sender.street")
        || example(field).is_none()
}
