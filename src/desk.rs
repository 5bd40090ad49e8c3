//! Opens things: texts, config, fonts, the picture of the signature. Has no verbs beyond that.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::document::Image;
use crate::files;
use crate::input::{self, Config};
use crate::problem::{Problem, Problems, Source};
use crate::texts::Texts;
use crate::typeset::{Fonts, Form};

/// The largest picture of a signature, in bytes.
const LARGEST_PICTURE: u64 = 20 * 1024 * 1024;

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
    /// The form of the page.
    pub form: Form,
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
    /// the papers are warnings: old facts too.
    ///
    /// # Errors
    ///
    /// All that is wrong in the config; where the config is right, a picture or fonts that cannot
    /// be read.
    pub fn papers(
        &self,
        source: &Arc<Source>,
        folder: &Path,
    ) -> Result<(Papers, Problems), Problems> {
        let (config, mut problems) = input::config::read(source, &self.texts, self.today)?;
        problems.0.extend(self.stale(&config));
        let name = |problem: Problem, field: &str| {
            let problem = if problem.field.is_some() { problem } else { problem.field(field) };
            if problem.file.is_some() { problem } else { problem.in_file(source.name.clone()) }
        };
        let signature = match config.signature.as_deref().map(|path| picture(&folder.join(path))) {
            Some(Ok(image)) => Some(Arc::new(image)),
            Some(Err(wrong)) => {
                problems.0.extend(wrong.0.into_iter().map(|p| name(p, "signature.image")));
                None
            }
            None => None,
        };
        let mut extra = Vec::new();
        for (index, path) in config.fonts.iter().enumerate() {
            match files::read(&folder.join(path), LARGEST_FONT) {
                Ok(bytes) => extra.push((path.display().to_string(), bytes)),
                Err(wrong) => {
                    let field = format!("letter.fonts[{index}]");
                    problems.0.extend(wrong.0.into_iter().map(|p| name(p, &field)));
                }
            }
        }
        let fonts = match Fonts::new(extra) {
            Ok(fonts) if !problems.has_errors() => fonts,
            Ok(_) => return Err(problems),
            Err(wrong) => {
                problems.0.extend(wrong.0.into_iter().map(|p| name(p, "letter.fonts")));
                return Err(problems);
            }
        };
        let form = if config.form == "din5008-a" { Form::Din5008A } else { Form::Din5008B };
        Ok((Papers { config, signature, fonts, form }, problems))
    }

    /// What the letter and the advice beside it rest on and was last looked at long ago.
    fn stale(&self, config: &Config) -> Vec<Problem> {
        let case = &config.case;
        let Some(controller) = self.texts.controller(&case.controller) else { return Vec::new() };
        let sender = &case.sender;
        let authority = self.texts.authority_at_home(&sender.country, sender.region.as_deref());
        let grounds = case.objection.grounds.iter().map(|ground| ground.id.as_str());
        self.texts.stale_for(controller, authority, grounds, self.today)
    }
}

fn picture(path: &Path) -> Result<Image, Problems> {
    let name = path.display().to_string();
    Image::read(files::read(path, LARGEST_PICTURE)?).map_err(|problem| problem.in_file(name).into())
}
