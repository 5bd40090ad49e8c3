//! What a command works with, opened: texts, config, fonts, the picture of the signature.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::document::Image;
use crate::files;
use crate::input::config::Base;
use crate::input::{self, Config};
use crate::problem::{Problem, Problems, Source};
use crate::texts::Texts;
use crate::typeset::Fonts;

/// The largest font, in bytes: those for Chinese, Japanese and Korean have some 20 MB.
const LARGEST_FONT: u64 = 64 * 1024 * 1024;

/// What everything begins with.
pub struct Desk {
    /// The catalogue, the user's own folder over it.
    pub texts: Texts,
    /// The day on which the program runs, where the person is.
    pub today: NaiveDate,
}

/// A config and everything that it names.
pub struct Papers {
    /// The config.
    pub config: Config,
    /// The picture of the signature.
    pub signature: Option<Arc<Image>>,
    /// The embedded fonts and those that the config names.
    pub fonts: Fonts,
    /// Whether something is wrong with the config, so that not all of it is there.
    partial: bool,
    /// Whether all fonts that the config names could be opened.
    all_fonts: bool,
}

impl Desk {
    /// Opens the texts, those of `templates` first.
    ///
    /// # Errors
    ///
    /// All that is wrong in the user's folder.
    pub fn open(templates: Option<&Path>, today: NaiveDate) -> Result<Desk, Problems> {
        Ok(Desk { texts: Texts::load(templates)?, today })
    }

    /// Reads a config and opens what it names; paths in it start from `folder`. What comes with
    /// the papers is what is wrong with them. Where errors are among it there is to be no letter, but
    /// the papers are good enough to look for more, see [`Desk::pointed`].
    ///
    /// # Errors
    ///
    /// Those of TOML's syntax, which leave nothing to look at.
    pub fn papers(
        &self,
        source: &Arc<Source>,
        folder: &Path,
    ) -> Result<(Papers, Problems), Problems> {
        let (config, mut problems) = input::config::read(source, &self.texts, self.today)?;
        let partial = problems.has_errors();
        let signature = config.signature.as_deref().and_then(|path| {
            let image = input::picture(&folder.join(path))
                .map_err(|wrong| problems.0.extend(named(&config, "signature.image", wrong)));
            image.ok().map(Arc::new)
        });
        let fonts = fonts(&config, folder, &mut problems)?;
        // Also where the whole table, or its name, is wrong.
        let of_fonts = |p: &Problem| {
            p.field.as_deref().is_some_and(|f| f == "letter" || f.starts_with("letter.fonts"))
        };
        let all_fonts = !problems.0.iter().any(of_fonts);
        Ok((Papers { config, signature, fonts, partial, all_fonts }, problems))
    }

    /// Reads a config for a roster and opens the fonts that it names; see [`Desk::papers`]. `day` is
    /// the date of the letters where the config gives none.
    ///
    /// # Errors
    ///
    /// Those of TOML's syntax, which leave nothing to look at.
    pub fn base(
        &self,
        source: &Arc<Source>,
        folder: &Path,
        day: NaiveDate,
    ) -> Result<(Base, Fonts, Problems), Problems> {
        let (base, mut problems) = Base::read(source, &self.texts, day)?;
        let fonts = fonts(&base.config, folder, &mut problems)?;
        Ok((base, fonts, problems))
    }

    /// What was found wrong with a letter, where it stands in the config or in a template; without
    /// what would not be wrong with better papers.
    pub fn pointed(&self, problems: Problems, papers: &Papers) -> Problems {
        let of_glyphs = |p: &Problem| p.code.starts_with("missing-glyph");
        let known = problems.0.into_iter().filter(|p| papers.all_fonts || !of_glyphs(p));
        let pointed = known.flat_map(|problem| match problem.code {
            "missing-glyph-in-template" => self.once_a_template(problem, papers),
            _ => vec![papers.config.places.point(problem)],
        });
        Problems(pointed.filter(|p| !papers.partial || p.place.is_some()).collect())
    }

    /// The same problem once for each template of the letter's languages that has one of the
    /// characters; without a place where they stand in none, but in a name or a label.
    fn once_a_template(&self, problem: Problem, papers: &Papers) -> Vec<Problem> {
        let characters = problem.args.get("characters").map_or("", String::as_str);
        let missing = |c: char| !c.is_whitespace() && characters.contains(c);
        let case = &papers.config.case;
        let languages = [Some(case.language), case.courtesy_copy].into_iter().flatten();
        let folders: Vec<String> = languages.map(|language| format!("{language}/")).collect();
        let written = |path: &str| folders.iter().any(|folder| path.starts_with(folder));
        let templates = self.texts.templates.iter().filter(|(path, _)| written(path));
        let found: Vec<Problem> = templates
            .filter_map(|(_, template)| {
                let (at, c) = template.text.char_indices().find(|(_, c)| missing(*c))?;
                let source = Source::new(&template.name, &template.text);
                Some(problem.clone().at(&Arc::new(source), at..at + c.len_utf8()))
            })
            .collect();
        if found.is_empty() { vec![problem] } else { found }
    }
}

/// Opens the fonts that a config names.
fn fonts(config: &Config, folder: &Path, problems: &mut Problems) -> Result<Fonts, Problems> {
    let mut fonts = Fonts::new(Vec::new())?;
    for (field, path) in &config.fonts {
        let font = files::read(&folder.join(path), LARGEST_FONT).and_then(|bytes| {
            fonts.add(&path.display().to_string(), bytes).map_err(Problems::from)
        });
        if let Err(wrong) = font {
            problems.0.extend(named(config, field, wrong));
        }
    }
    Ok(fonts)
}

/// What is wrong with a file is shown where the config names it.
fn named(config: &Config, field: &str, wrong: Problems) -> impl Iterator<Item = Problem> {
    wrong.of_field(field).0.into_iter().map(move |problem| config.places.point(problem))
}
