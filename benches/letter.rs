//! What a letter costs, stage by stage: the default letter of two pages, everything warm.

use std::hint::black_box;
use std::sync::Arc;

use art21::document::Form;
use art21::input::{self, Config};
use art21::letter::{Kind, Writer};
use art21::output::pdf;
use art21::problem::Source;
use art21::texts::Texts;
use art21::typeset::{Fonts, Typesetter};
use criterion::{Criterion, criterion_group, criterion_main};

// As in `src/main.rs`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CONFIG: &str = include_str!("../tests/cases/de-member/art21.toml");

fn stages(bench: &mut Criterion) {
    let Ok(texts) = Texts::load(None) else { panic!("the catalogue is wrong") };
    let source = Arc::new(Source::new("art21.toml", CONFIG));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
    let Ok((Config { case, .. }, _)) = input::config::read(&source, &texts, today) else {
        panic!("the config is wrong")
    };
    let Ok(templates) = Writer::new(&texts) else { panic!("a template is wrong") };
    let mut words = templates.clerk();
    let Ok(fonts) = Fonts::new(Vec::new()) else { panic!("a font is wrong") };
    let mut typesetter = Typesetter::new(&fonts);
    let mut writer = pdf::Writer::new(&fonts);
    let Ok(document) = words.write(&case, Kind::Objection) else { panic!("no letter") };
    let Ok(layout) = typesetter.pages(&document, Form::Din5008B) else { panic!("no pages") };
    assert_eq!(layout.pages.len(), 2, "the figures are for two pages");

    let mut group = bench.benchmark_group("a warm letter of two pages");
    group.bench_function("words", |b| b.iter(|| words.write(black_box(&case), Kind::Objection)));
    group.bench_function("layout", |b| {
        b.iter(|| typesetter.pages(black_box(&document), Form::Din5008B));
    });
    group.bench_function("pdf", |b| b.iter(|| writer.write(black_box(&document), &layout)));
    group.bench_function("all", |b| {
        b.iter(|| {
            let document = words.write(black_box(&case), Kind::Objection).ok()?;
            let layout = typesetter.pages(&document, Form::Din5008B).ok()?;
            writer.write(&document, &layout).ok()
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
