//! What to do with a letter, the shortest first.

use std::path::Path;

use serde_json::Value;

use super::console;
use super::paragraph::{bold, wrap};
use super::report::escape;
use super::session::Session;
use crate::case::{Case, Standing};
use crate::input::Config;
use crate::letter::{Kind, not_for_a_form};
use crate::problem::Severity;
use crate::texts::controller::{Channel, ChannelKind, ChannelStanding, Controller};
use crate::texts::text_in;

/// One thing to do.
pub(super) struct Step {
    /// The id of the channel or setting.
    channel: String,
    /// When or what for: `today`.
    when: String,
    /// What to do.
    text: String,
    /// Where: one address on the web, or the lines of a postal one.
    place: Vec<String>,
    /// The address on the web with its scheme; empty for post.
    url: String,
}

/// Everything that can be done with the letter of a case, from the data of its controller.
///
/// The order is by how long a step takes: a switch today, a form in ten minutes, post for proof, a
/// second form besides, and last what counts least, an address that stands in the imprint alone.
/// The short version has one use: the form.
pub(super) fn steps(session: &Session, config: &Config, kind: Kind, path: &Path) -> Vec<Step> {
    let case = &config.case;
    let Some(controller) = session.texts().controller(&case.controller) else { return Vec::new() };
    let official = |kind: ChannelKind| {
        controller
            .channels
            .iter()
            .filter(move |c| c.kind == kind && c.standing == ChannelStanding::Official)
    };
    let by_hand = by_hand(case);
    let paper = !not_for_a_form(case, session.texts(), Severity::Error).0.is_empty();
    let forms: Vec<&Channel> = official(ChannelKind::Form).filter(|_| !paper).collect();
    let short = session.command("art21 letter --short", path);
    let form = forms.first().map(|form| match kind {
        Kind::Objection => step(session, form, "next-form", &[("command", &short)]),
        Kind::Short => step(session, form, "next-form-short", &[]),
    });
    if kind == Kind::Short {
        return form.into_iter().collect();
    }
    let mut steps: Vec<Step> = switch(session, controller, case).into_iter().chain(form).collect();
    for post in official(ChannelKind::Post) {
        let place = postal(session, controller, case);
        steps.push(Step { place, ..posted(session, post, config) });
    }
    if let Some(form) = forms.get(1) {
        steps.push(step(session, form, "next-second-form", &[]));
    }
    for email in controller.channels.iter().filter(|c| c.kind == ChannelKind::Email) {
        let (key, scan) = match email.standing {
            ChannelStanding::Official => ("next-email", "next-email-scan"),
            ChannelStanding::ImprintOnly => ("next-imprint", "next-imprint-scan"),
        };
        let sent = step(session, email, key, &[]);
        // What was written by hand is on paper alone.
        let text = if by_hand { words(session, email, scan, &[]) } else { sent.text };
        steps.push(Step { text, ..sent });
    }
    steps
}

/// The switch that touches what is objected to, for those who have an account.
fn switch(session: &Session, controller: &Controller, case: &Case) -> Option<Step> {
    if case.account.standing != Standing::Member {
        return None;
    }
    let setting = controller.switch(&case.objection.purposes)?;
    // A page whose name was not seen is not one switch, and what its switches do is not known.
    let (key, name) = match text_in(&setting.name, session.language) {
        "" => ("next-switches", text_in(&setting.everyday, session.language)),
        name => ("next-switch", name),
    };
    Some(Step {
        channel: setting.id.clone(),
        when: session.words("next-switch-when", &[]),
        text: session.words(key, &[("name", name)]),
        place: vec![setting.url.clone()],
        url: setting.url.clone(),
    })
}

/// The post: a letter with a picture of the signature is signed; that of a minor is signed by who
/// represents them (§§ 107, 1629 BGB).
fn posted(session: &Session, post: &Channel, config: &Config) -> Step {
    let when = session.words("next-post-when", &[]);
    let names = session.locale().together(&config.case.sender.represented_by);
    let key = match (names.as_str(), &config.signature, by_hand(&config.case)) {
        ("", None, false) => "next-post",
        ("", None, true) => "next-post-by-hand",
        ("", Some(_), false) => "next-post-signed",
        ("", Some(_), true) => "next-post-signed-by-hand",
        (_, _, false) => "next-post-represented",
        (_, _, true) => "next-post-represented-by-hand",
    };
    // The service as the counter at home calls it, where that is known.
    let registered = match config.case.sender.country.as_str() {
        "DE" => "next-post-registered-de",
        _ => "next-post-registered",
    };
    let registered = session.words(registered, &[]);
    let send = session.words("next-post-send", &[("registered", &registered)]);
    let text = format!("{} {send}", session.words(key, &[("names", &names)]));
    Step { when, text, ..step(session, post, "next-post", &[]) }
}

/// Whether the letter has lines for words by hand.
fn by_hand(case: &Case) -> bool {
    case.objection.grounds.iter().any(|ground| ground.handwritten)
}

fn words(session: &Session, channel: &Channel, key: &str, args: &[(&str, &str)]) -> String {
    let name = text_in(&channel.name, session.language);
    let note = text_in(&channel.note, session.language);
    let mut args = args.to_vec();
    args.extend([("name", name), ("note", note)]);
    session.words(key, &args)
}

fn step(session: &Session, channel: &Channel, key: &str, args: &[(&str, &str)]) -> Step {
    let url = match channel.kind {
        ChannelKind::Email => format!("mailto:{}", channel.address),
        ChannelKind::Form => channel.address.clone(),
        ChannelKind::Post => String::new(),
    };
    Step {
        channel: channel.id.clone(),
        when: session.words(&format!("{key}-when"), &[]),
        text: words(session, channel, key, args),
        place: vec![channel.address.clone()],
        url,
    }
}

/// The lines of the address that stands in the window.
fn postal(session: &Session, controller: &Controller, case: &Case) -> Vec<String> {
    if !case.recipient.is_empty() {
        return case.recipient.clone();
    }
    let (to, from) = (&controller.country, &case.sender.country);
    let country = (from != to).then(|| session.texts().destination(to, from));
    controller.postal.iter().cloned().chain(country).collect()
}

/// The steps as the reader sees them.
pub(super) fn told(session: &Session, case: &Case, steps: &[Step]) -> String {
    let columns = console::columns_of_reader();
    let mut out = format!("\n{}\n", session.words("next-head", &[]));
    for step in steps {
        out.push_str(&format!("\n  {}\n", bold(&step.when)));
        out.push_str(&format!("    {}\n", wrap(&step.text, 4, columns)));
        for line in &step.place {
            out.push_str(&format!("      {}\n", escape(line)));
        }
    }
    let controller = session.texts().controller(&case.controller);
    let controller = controller.map_or("", |controller| controller.short.as_str());
    let then = session.words("next-then", &[("controller", controller)]);
    out.push_str(&format!("\n{}\n", wrap(&then, 0, columns)));
    out
}

/// The steps as JSON.
pub(super) fn json(steps: &[Step]) -> Value {
    let row = |step: &Step| {
        let (url, place) = match step.url.as_str() {
            "" => (Value::Null, format!(" {}", step.place.join(", "))),
            url => (url.into(), String::new()),
        };
        let text = format!("{}: {}{place}", step.when, step.text);
        serde_json::json!({ "channel": step.channel, "text": text, "url": url })
    };
    steps.iter().map(row).collect()
}
