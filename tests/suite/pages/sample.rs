//! Letters built by hand: what `letter` will give, in the length that it has.

use art21::document::{Block, Document, Frame, FrameLabels, Origin, Part, Span, Style, Text};
use art21::language::Language;

pub(super) fn plain(text: &str) -> Text {
    Text::plain(text)
}

pub(super) fn paragraph(text: &str) -> Block {
    Block::Paragraph(plain(text))
}

pub(super) fn strong(text: &str) -> Span {
    Span { style: Style::Strong, ..Span::plain(text) }
}

pub(super) fn link(text: &str, uri: &str, field: &str) -> Span {
    Span { link: Some(uri.into()), origin: Origin::Field(field.into()), ..Span::plain(text) }
}

pub(super) fn foreign(text: &str, language: Language) -> Span {
    Span { language: Some(language), ..Span::plain(text) }
}

pub(super) fn document(parts: Vec<Part>) -> Document {
    Document {
        reference: "A21-7K3M-Q2XW-9DTB".into(),
        date: "2026-11-24".into(),
        author: "Erika Mustermann".into(),
        parts,
        signature: None,
    }
}

pub(super) fn frame(language: Language) -> Frame {
    let german = language == Language::GERMAN;
    let say = |de: &str, en: &str| plain(if german { de } else { en });
    let name = Text::data("Erika Mustermann", "sender.name");
    Frame {
        letterhead: vec![
            name.clone(),
            Text::data("Heidestraße 17", "sender.street"),
            Text::data("51147 Köln", "sender.city"),
            Text(vec![link("erika@example.org", "mailto:erika@example.org", "sender.email")]),
        ],
        return_address: Text::data("Erika Mustermann · Heidestraße 17 · 51147 Köln", "sender.name"),
        recipient: vec![
            plain("LinkedIn Ireland Unlimited Company"),
            plain("Data Protection Officer"),
            plain("Wilton Plaza"),
            plain("Wilton Place"),
            plain("Dublin 2, D02 AD98"),
            say("IRLAND", "IRELAND"),
        ],
        information: vec![
            (say("Unser Zeichen", "Our reference"), Text::data("A21-7K3M-Q2XW-9DTB", "reference")),
            (
                say("Profil", "Profile"),
                Text(vec![link(
                    "https://www.linkedin.com/in/erika-mustermann-4711",
                    "https://www.linkedin.com/in/erika-mustermann-4711",
                    "account.profile",
                )]),
            ),
            (say("E-Mail", "Email"), Text::data("erika@example.org", "sender.email")),
            (
                say("Datum", "Date"),
                if german {
                    Text::data("24. November 2026", "date")
                } else {
                    Text::data("24 November 2026", "date")
                },
            ),
        ],
        header: if german {
            Text::data(
                "Erika Mustermann · Widerspruch nach Art. 21 DSGVO · A21-7K3M-Q2XW-9DTB",
                "sender.name",
            )
        } else {
            Text::data(
                "Erika Mustermann · Objection under Article 21 GDPR · A21-7K3M-Q2XW-9DTB",
                "sender.name",
            )
        },
        page_of: if german { "Seite {page} von {pages}" } else { "Page {page} of {pages}" }.into(),
        labels: FrameLabels {
            sender: if german { "Absender" } else { "Sender" }.into(),
            recipient: if german { "Empfänger" } else { "Recipient" }.into(),
            signature: if german {
                "Unterschrift von Erika Mustermann"
            } else {
                "Signature of Erika Mustermann"
            }
            .into(),
            lines: if german { "Linien zum Schreiben" } else { "Lines for handwriting" }.into(),
        },
    }
}

fn signature() -> Block {
    Block::Signature {
        place_and_date: None,
        name: vec![Text::data("Erika Mustermann", "sender.name")],
        signers: Vec::new(),
    }
}

/// The German letter of a member, two pages long.
pub(super) fn german() -> Part {
    let english = Language::ENGLISH;
    let purpose = |german: &str, label: &str, tail: &str| {
        vec![Block::Paragraph(Text(vec![
            strong(german),
            Span::plain(" („"),
            foreign(label, english),
            Span::plain(format!("“){tail}")),
        ]))]
    };
    let body = vec![
        Block::Subject(plain(
            "Widerspruch nach Art. 21 DSGVO gegen die Verarbeitung auf Grundlage berechtigter Interessen",
        )),
        paragraph("Sehr geehrte Damen und Herren,"),
        Block::Paragraph(Text(vec![
            Span::plain("ich bin Mitglied von LinkedIn. Mein Profil ist unter "),
            link(
                "https://www.linkedin.com/in/erika-mustermann-4711",
                "https://www.linkedin.com/in/erika-mustermann-4711",
                "account.profile",
            ),
            Span::plain(" zu finden, mein Konto ist mit der E-Mail-Adresse "),
            link("erika@example.org", "mailto:erika@example.org", "account.email"),
            Span::plain(
                " verbunden. Meine Identität kann über das angemeldete Konto bestätigt werden; einer Ausweiskopie bedarf es dafür nicht (Art. 12 Abs. 6 DSGVO). Bitte antworten Sie an die oben genannte Anschrift oder E-Mail-Adresse.",
            ),
        ])),
        Block::Heading(plain("1. Widerspruch")),
        paragraph(
            "Hiermit widerspreche ich gemäß Art. 21 Abs. 1 und 2 DSGVO jeder nachstehend genannten Verarbeitung mich betreffender personenbezogener Daten, die Sie auf Art. 6 Abs. 1 Buchst. f DSGVO stützen. Der Widerspruch gilt unabhängig davon, unter welcher Bezeichnung die Verarbeitung jetzt oder künftig geführt wird, umfasst auch Daten über mich, die andere Personen eingestellt haben, und besteht nach einer erneuten Registrierung fort.",
        ),
        Block::Heading(plain("2. Verarbeitungen, gegen die sich der Widerspruch richtet")),
        paragraph(
            "Der Widerspruch richtet sich gegen folgende Verarbeitungen, wie sie in Ihrer Datenschutzerklärung bezeichnet sind:",
        ),
        Block::List {
            start: Some(1),
            items: vec![
                purpose(
                    "Training von Modellen, die Inhalte erzeugen",
                    "Training content-generating AI models",
                    " – Art. 21 Abs. 1 DSGVO;",
                ),
                purpose(
                    "Verbesserung und Entwicklung der Dienste",
                    "Improving and developing our Services",
                    " – Art. 21 Abs. 1 DSGVO;",
                ),
                purpose(
                    "Auf Sie zugeschnittene Werbung",
                    "Showing you personalized ads",
                    " – Art. 21 Abs. 2 DSGVO, hilfsweise Art. 21 Abs. 1 DSGVO;",
                ),
                purpose(
                    "Messung der Wirksamkeit von Werbung",
                    "Measuring the effectiveness of ads",
                    " – Art. 21 Abs. 1 DSGVO;",
                ),
                purpose(
                    "Direktwerbung für die eigenen Dienste",
                    "Marketing our Services to you",
                    " – Art. 21 Abs. 2 und 3 DSGVO.",
                ),
            ],
        },
        paragraph(
            "Vorsorglich richtet sich der Widerspruch auch gegen eine Weitergabe meiner Daten an verbundene Unternehmen zu diesen Zwecken, soweit sie auf berechtigte Interessen gestützt wird.",
        ),
        Block::Heading(plain("3. Gründe, die sich aus meiner besonderen Situation ergeben")),
        Block::Quotation(vec![Block::Paragraph(Text::data(
            "Als Steuerberaterin bin ich zur Verschwiegenheit verpflichtet. In meinen Nachrichten und in den Beiträgen, die ich mit Berufskollegen austausche, finden sich Sachverhalte, aus denen sich auf Mandate schließen lässt. Eine Verwendung dieser Inhalte zum Training von Modellen kann ich mit meinen Berufspflichten nicht vereinbaren.",
            "objection.grounds[0].detail",
        ))]),
        paragraph(
            "Diese Umstände betreffen mich in besonderer Weise. Meine Interessen, Grundrechte und Grundfreiheiten überwiegen das Interesse an der Verarbeitung; sie war für mich bei der Registrierung auch nicht absehbar.",
        ),
        Block::Heading(plain("4. Direktwerbung und Profiling, Widerruf von Einwilligungen")),
        paragraph(
            "Soweit die Verarbeitung der Direktwerbung dient, bedarf der Widerspruch keiner Begründung und keiner Abwägung; das gilt auch für das Profiling, das mit ihr in Verbindung steht (Art. 21 Abs. 2 und 3 DSGVO). Zugleich widerrufe ich nach Art. 7 Abs. 3 DSGVO meine Einwilligungen, soweit sie Werbung und Marketing betreffen. Andere Einwilligungen bleiben unberührt.",
        ),
        Block::Heading(plain("5. Zwingende schutzwürdige Gründe, Einstellungen")),
        paragraph(
            "Sie dürfen die Daten nur weiterverarbeiten, wenn Sie zwingende schutzwürdige Gründe nachweisen, die meine Interessen, Rechte und Freiheiten überwiegen, oder wenn die Verarbeitung der Geltendmachung, Ausübung oder Verteidigung von Rechtsansprüchen dient (Art. 21 Abs. 1 Satz 2 DSGVO). Der Verweis auf eine Einstellung im Konto beantwortet diesen Widerspruch nicht: Der Schalter betrifft allein Modelle, die Inhalte erzeugen, und wirkt nur für die Zukunft.",
        ),
        Block::Heading(plain("6. Einschränkung, Löschung und Mitteilung an Empfänger")),
        paragraph(
            "Bis zur Klärung, ob Ihre berechtigten Gründe gegenüber meinen überwiegen, verlange ich die Einschränkung der Verarbeitung nach Art. 18 Abs. 1 Buchst. d DSGVO. Ferner verlange ich nach Art. 17 Abs. 1 Buchst. b und c DSGVO die Löschung der Daten, die für die genannten Zwecke vorgehalten werden; dazu gehören auch Datensätze, die für ein Training zusammengestellt, aber noch nicht verwendet worden sind. Mein Konto, mein Profil, meine Kontakte und meine Beiträge sollen bestehen bleiben. Vor jeder Maßnahme, die sie berührt, bitte ich um Rücksprache. Empfängern, denen die Daten offengelegt wurden, teilen Sie die Löschung und die Einschränkung bitte mit (Art. 19 DSGVO).",
        ),
        Block::Heading(plain("7. Fragen")),
        paragraph(
            "Ich bitte um Auskunft zu den folgenden Punkten; eine Kopie nach Art. 15 Abs. 3 DSGVO verlange ich ausdrücklich nicht:",
        ),
        Block::List {
            start: None,
            items: vec![
                vec![paragraph(
                    "Sind meine Daten bereits zum Training verwendet worden, seit wann und für welche Arten von Modellen (Art. 15 Abs. 1 Buchst. a DSGVO)? Sind Gruppennachrichten darunter?",
                )],
                vec![paragraph(
                    "Welchen Empfängern sind sie offengelegt worden (Art. 15 Abs. 1 Buchst. c DSGVO)?",
                )],
                vec![paragraph(
                    "Welches berechtigte Interesse verfolgen Sie jeweils, und wie haben Sie es gegen meine Interessen abgewogen (Art. 13 Abs. 1 Buchst. d, Art. 5 Abs. 2 DSGVO)?",
                )],
            ],
        },
        Block::Heading(plain("8. Sperrvermerk, keine Nachteile")),
        paragraph(
            "Damit der Widerspruch auf Dauer wirkt, bitte ich, ihn in einem Sperrvermerk festzuhalten. Aus der Ausübung meiner Rechte dürfen mir keine Nachteile entstehen. Sollten Sie der Ansicht sein, mich auf das Widerspruchsrecht bereits anderweitig hingewiesen zu haben, bitte ich um Angabe, wann und in welcher Form dies nach Art. 21 Abs. 4 DSGVO geschehen ist.",
        ),
        Block::Heading(plain("9. Frist")),
        paragraph(
            "Ihrer Antwort sehe ich innerhalb eines Monats nach Eingang dieses Schreibens entgegen (Art. 12 Abs. 3 und 4 DSGVO). Bleibt sie aus oder beschränkt sie sich auf den Verweis auf ein Formular oder eine Einstellung, gehe ich davon aus, dass dem Widerspruch nicht entsprochen wird, und werde mich an die zuständige Aufsichtsbehörde wenden (Art. 77 DSGVO); gerichtliche Rechtsbehelfe nach Art. 79 DSGVO behalte ich mir vor.",
        ),
        paragraph("Mit freundlichen Grüßen"),
        signature(),
    ];
    Part { language: Language::GERMAN, frame: frame(Language::GERMAN), body }
}

/// A shorter English letter, its courtesy note first where it is a copy.
pub(super) fn english(copy: bool) -> Part {
    let mut body = Vec::new();
    if copy {
        body.push(Block::Note(plain("Courtesy translation. The letter in German prevails.")));
    }
    body.extend([
        Block::Subject(plain("Objection under Article 21 GDPR to processing based on legitimate interests")),
        paragraph("Dear Sir or Madam,"),
        paragraph("I am a member of LinkedIn. I hereby object, under Article 21(1) and (2) GDPR, to each of the processing operations named below concerning my personal data which you base on Article 6(1)(f) GDPR. The objection applies whatever label the processing carries now or later, covers data about me that others have posted – including in group messages – and persists after a re-registration."),
        Block::Heading(plain("1. The processing objected to")),
        paragraph("The objection concerns the following processing, by the labels of your own notice:"),
        Block::List {
            start: None,
            items: vec![
                vec![Block::Paragraph(Text(vec![strong("Training content-generating AI models"), Span::plain(", Article 21(1) GDPR;")]))],
                vec![
                    paragraph("“Showing you personalized ads”, Article 21(2) GDPR, in the alternative Article 21(1) GDPR:"),
                    Block::List { start: Some(9), items: vec![vec![paragraph("on the platform itself;")], vec![paragraph("on the pages of others, through whatever network of advertising they are shown there, and by whatever means they are matched with my account.")]] },
                ],
            ],
        },
        paragraph("You may continue only if you demonstrate compelling legitimate grounds which override my interests, rights and freedoms. A pointer to a settings page does not answer this objection: the switch covers content-generating models only, and works only forwards."),
        paragraph("I look forward to your answer within one month of receipt (Article 12(3) and (4) GDPR)."),
        paragraph("Yours faithfully,"),
        signature(),
        Block::Enclosures(plain("Enclosures"), vec![plain("Copy of the registration confirmation")]),
    ]);
    Part { language: Language::ENGLISH, frame: frame(Language::ENGLISH), body }
}
