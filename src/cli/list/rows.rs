//! The tables of `list` as rows of JSON: each with `id`, `source`, `checked`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::texts::authority::Authority;
use crate::texts::controller::{ChannelKind, ChannelStanding, Controller};
use crate::texts::ground::Ground;
use crate::texts::origin::{Sourced, Standing};
use crate::texts::purpose::Basis;
use crate::texts::{Texts, Translated};

/// A row with the columns that every table has.
fn row(id: &str, origin: &Sourced, mut columns: Value) -> Value {
    columns["id"] = json!(id);
    columns["source"] = json!(origin.source);
    columns["look_at"] = json!(origin.look_at);
    columns["checked"] = json!(origin.checked.to_string());
    columns
}

/// `{"de": …, "en": …}`.
fn words(text: &Translated) -> Value {
    text.iter().map(|(language, text)| (language.code().to_owned(), json!(text))).collect()
}

pub(super) fn purposes(controller: &Controller) -> impl Iterator<Item = Value> {
    controller.purposes.iter().map(|purpose| {
        let articles: Vec<&str> = purpose
            .articles
            .iter()
            .map(|basis| match basis {
                Basis::Situation => "21(1)",
                Basis::Marketing => "21(2), (3)",
                Basis::Research => "21(6)",
            })
            .collect();
        let columns = json!({
            "controller": controller.id, "row": purpose.row, "label": purpose.label,
            "rendering": words(&purpose.rendering), "everyday": words(&purpose.everyday),
            "articles": articles, "default": purpose.default, "weak": words(&purpose.weak),
        });
        row(&purpose.id, &purpose.origin, columns)
    })
}

pub(super) fn ground(ground: &Ground) -> Value {
    let columns = json!({
        "name": words(&ground.name), "ask": words(&ground.ask),
        "example": words(&ground.example), "warning": words(&ground.warning),
        "detail_required": ground.detail_required,
        "special_categories": ground.special_categories,
    });
    row(&ground.id, &ground.origin, columns)
}

pub(super) fn authority(authority: &Authority) -> Value {
    let columns = json!({
        "country": authority.country, "region": authority.region,
        "region_name": authority.region_name, "name": words(&authority.name),
        "postal": authority.postal, "email": authority.email, "url": authority.url,
        "language": authority.language.code(), "gdpr": authority.gdpr,
        "note": words(&authority.note),
    });
    row(&authority.id, &authority.origin, columns)
}

pub(super) fn channels(controller: &Controller) -> impl Iterator<Item = Value> {
    controller.channels.iter().map(|channel| {
        let kind = match channel.kind {
            ChannelKind::Post => "post",
            ChannelKind::Form => "form",
            ChannelKind::Email => "email",
        };
        let standing = match channel.standing {
            ChannelStanding::Official => "official",
            ChannelStanding::ImprintOnly => "imprint-only",
        };
        let postal = if channel.kind == ChannelKind::Post { &controller.postal[..] } else { &[] };
        let columns = json!({
            "controller": controller.id, "kind": kind, "standing": standing,
            "address": channel.address, "postal": postal, "name": words(&channel.name),
            "note": words(&channel.note),
        });
        row(&channel.id, &channel.origin, columns)
    })
}

pub(super) fn settings(controller: &Controller) -> impl Iterator<Item = Value> {
    controller.settings.iter().map(|setting| {
        let columns = json!({
            "controller": controller.id, "url": setting.url, "name": words(&setting.name),
            "everyday": words(&setting.everyday), "path": words(&setting.path),
            "does": words(&setting.does), "leaves_out": words(&setting.leaves_out),
            "note": words(&setting.note), "purposes": setting.purposes,
        });
        row(&setting.id, &setting.origin, columns)
    })
}

pub(super) fn sources(texts: &Texts, today: NaiveDate) -> Vec<Value> {
    origins(texts)
        .into_iter()
        .map(|origin| {
            let standing = match origin.standing {
                Standing::Primary => "primary",
                Standing::Secondary => "secondary",
            };
            let age = (today - origin.checked).num_days();
            // A page may be that of several sources.
            let id = format!("{} {}", origin.look_at, origin.source);
            row(&id, origin, json!({ "standing": standing, "age_in_days": age }))
        })
        .collect()
}

/// Every page of every source once, as it was seen the longest ago; the oldest first, those of one
/// source and day together.
pub(super) fn origins(texts: &Texts) -> Vec<&Sourced> {
    let all = texts
        .controllers
        .values()
        .flat_map(Controller::origins)
        .chain(texts.grounds.iter().flat_map(Ground::origins))
        .chain(texts.authorities.iter().map(|authority| &authority.origin));
    let mut origins = BTreeMap::new();
    for origin in all {
        let known = origins.entry((&origin.source, &origin.look_at)).or_insert(origin);
        if origin.checked < known.checked {
            *known = origin;
        }
    }
    let mut origins: Vec<_> = origins.into_values().collect();
    origins.sort_by_key(|origin| (origin.checked, &origin.source));
    origins
}

/// A column of a roster with its headers in each language.
pub(super) fn column(id: &str, texts: &Texts) -> Value {
    let headers: BTreeMap<&str, &[String]> = texts
        .locales
        .values()
        .filter_map(|locale| Some((locale.language.code(), locale.columns.get(id)?.as_slice())))
        .collect();
    let source = concat!("art21 ", env!("CARGO_PKG_VERSION"));
    json!({ "id": id, "headers": headers, "source": source, "checked": null })
}
