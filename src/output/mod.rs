//! One file a format: pdf, text, html, markdown.

pub mod html;
pub mod markdown;
pub mod pdf;
pub mod text;
