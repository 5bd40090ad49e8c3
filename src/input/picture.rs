//! Pictures that the user names.

use std::path::Path;

use crate::document::Image;
use crate::files;
use crate::problem::Problems;

/// The largest picture of a signature, in bytes.
const LARGEST_PICTURE: u64 = 20 * 1024 * 1024;

/// The picture of a signature.
///
/// # Errors
///
/// What is wrong with the file, or with the picture in it.
pub fn picture(path: &Path) -> Result<Image, Problems> {
    let name = path.display().to_string();
    Image::read(&files::read(path, LARGEST_PICTURE)?)
        .map_err(|problem| problem.in_file(name).into())
}
