//! The picture of a signature: every kind keeps its colours, and nothing else of a file goes out.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use art21::document::Form;
use art21::document::{Document, Image};
use art21::output::{html, pdf};
use art21::typeset::{Fonts, Typesetter};
use libdeflater::{CompressionLvl, Compressor, Crc};
use png::{BitDepth, ColorType};

use crate::cases::Letter;
use crate::{support, tools};

const WIDTH: usize = 32;
const HEIGHT: usize = 24;

/// The letter of a case, signed.
fn signed(image: Image) -> Document {
    let mut document = Letter::of(&support::root("tests/cases/de-member")).document;
    document.signature = Some(Arc::new(image));
    document
}

fn file(document: &Document) -> Vec<u8> {
    let fonts = Fonts::new(Vec::new()).unwrap();
    let layout = Typesetter::new(&fonts).pages(document, Form::Din5008B).unwrap();
    pdf::Writer::new(&fonts).write(document, &layout).unwrap()
}

fn write(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
    folder.join(name)
}

/// The pictures of a PDF: the one that is drawn, and its mask.
fn drawn(pdf: &[u8]) -> (lopdf::Stream, Option<lopdf::Stream>) {
    let tree = lopdf::Document::load_mem(pdf).unwrap();
    let mut images = tree.objects.values().filter_map(|object| {
        let stream = object.as_stream().ok()?;
        let name = stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).ok();
        (name == Some(b"Image")).then(|| stream.clone())
    });
    let (first, second) = (images.next().unwrap(), images.next());
    match second {
        Some(second) if second.dict.has(b"SMask") => (second, Some(first)),
        second => (first, second),
    }
}

fn decoded(file: &[u8]) -> (ColorType, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let color = reader.next_frame(&mut data).unwrap().color_type;
    (color, data)
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind, data].concat();
    let mut sum = Crc::new();
    sum.update(&body);
    [&(data.len() as u32).to_be_bytes(), &body[..], &sum.sum().to_be_bytes()].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::default());
    let mut out = vec![0; compressor.zlib_compress_bound(bytes.len())];
    let length = compressor.zlib_compress(bytes, &mut out).unwrap();
    out.truncate(length);
    out
}

/// A PNG from its parts, `idat` as it stands in the file.
fn png(header: &[u8; 13], between: &[u8], idat: &[u8]) -> Vec<u8> {
    let parts = [chunk(b"IHDR", header), between.to_vec(), chunk(b"IDAT", idat)];
    [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat(), &chunk(b"IEND", b"")].concat()
}

fn header(width: usize, height: usize, depth: u8, color: ColorType, interlaced: bool) -> [u8; 13] {
    let mut header = [0; 13];
    header[..4].copy_from_slice(&(width as u32).to_be_bytes());
    header[4..8].copy_from_slice(&(height as u32).to_be_bytes());
    header[8..].copy_from_slice(&[depth, color as u8, 0, 0, u8::from(interlaced)]);
    header
}

/// The places of the pixels in the order of the file, row by row: in seven passes where interlaced
/// (W3C, Portable Network Graphics, 8).
fn places(interlaced: bool) -> Vec<Vec<(usize, usize)>> {
    let passes: &[[usize; 4]] = &[
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
    ];
    let passes = if interlaced { passes } else { &[[0, 0, 1, 1]] };
    passes
        .iter()
        .flat_map(|&[left, top, right, down]| {
            (top..HEIGHT)
                .step_by(down)
                .map(move |y| (left..WIDTH).step_by(right).map(|x| (x, y)).collect::<Vec<_>>())
        })
        .collect()
}

/// What a picture shows at a place: red, green, blue and opacity.
type Shown = fn(usize, usize) -> [u8; 4];

/// Colours that change everywhere.
fn photograph(x: usize, y: usize) -> [u8; 4] {
    [(x * 8) as u8, (y * 10) as u8, 255 - (x * 8) as u8, (100 + x + y) as u8]
}

/// Strokes of two colours on a ground where nothing is.
fn drawing(x: usize, y: usize) -> [u8; 4] {
    match (x + y) % 12 {
        0 => [10, 20, 120, 255],
        1 => [200, 0, 0, 128],
        _ => [255, 255, 255, 0],
    }
}

/// A picture as a PNG of a kind; grey is its red, and its palette the colours of `drawing`.
fn kind(color: ColorType, depth: BitDepth, interlaced: bool, shown: Shown) -> Vec<u8> {
    let palette = [drawing(0, 0), drawing(1, 0), drawing(2, 0)];
    let mut rows = Vec::new();
    for row in places(interlaced) {
        rows.push(0);
        let mut bits = 0_u32;
        for (at, (x, y)) in row.iter().enumerate() {
            let [red, green, blue, alpha] = shown(*x, *y);
            let samples = match color {
                ColorType::Grayscale => vec![red],
                ColorType::GrayscaleAlpha => vec![red, alpha],
                ColorType::Rgb => vec![red, green, blue],
                ColorType::Rgba => vec![red, green, blue, alpha],
                ColorType::Indexed => {
                    let found = palette.iter().position(|c| *c == shown(*x, *y)).unwrap();
                    vec![found as u8]
                }
            };
            match depth {
                BitDepth::Eight => rows.extend(samples),
                BitDepth::Sixteen => rows.extend(samples.iter().flat_map(|s| [*s, 77])),
                // Of a grey sample the first bits; of a place in the palette, all.
                few => {
                    let few = few as u32;
                    let sample = match color {
                        ColorType::Indexed => u32::from(samples[0]),
                        _ => u32::from(samples[0]) >> (8 - few),
                    };
                    bits = bits << few | sample;
                    if (at + 1) % (8 / few as usize) == 0 {
                        rows.push(bits as u8);
                    }
                }
            }
        }
        let rest = row.len() * depth as usize % 8;
        if (depth as u8) < 8 && rest > 0 {
            rows.push((bits << (8 - rest)) as u8);
        }
    }
    let mut between = Vec::new();
    if color == ColorType::Indexed {
        between = chunk(b"PLTE", &palette.map(|[r, g, b, _]| [r, g, b]).concat());
        between.extend(chunk(b"tRNS", &palette.map(|[.., alpha]| alpha)));
    }
    png(&header(WIDTH, HEIGHT, depth as u8, color, interlaced), &between, &deflated(&rows))
}

#[test]
fn a_png_of_every_kind_keeps_its_colours_and_what_shows_through() {
    use BitDepth::{Eight, Four, Sixteen, Two};
    use ColorType::{Grayscale, GrayscaleAlpha, Indexed, Rgb, Rgba};
    let opaque: Shown = |x, y| {
        let [r, g, b, _] = photograph(x, y);
        [r, g, b, 255]
    };
    let kinds: [(ColorType, BitDepth, Shown); 14] = [
        (Grayscale, Four, |x, y| [((x + y) % 16 * 17) as u8; 4]),
        (Grayscale, Eight, photograph),
        (Grayscale, Eight, drawing),
        (Grayscale, Sixteen, photograph),
        (GrayscaleAlpha, Eight, photograph),
        (GrayscaleAlpha, Sixteen, drawing),
        (GrayscaleAlpha, Eight, opaque),
        (Rgb, Eight, photograph),
        (Rgb, Sixteen, drawing),
        (Rgba, Eight, photograph),
        (Rgba, Eight, opaque),
        (Rgba, Sixteen, drawing),
        (Indexed, Two, drawing),
        (Indexed, Eight, drawing),
    ];
    for (color, depth, shown) in kinds {
        for interlaced in [false, true] {
            let kind = kind(color, depth, interlaced, shown);
            let name = format!("{color:?} {depth:?} {interlaced}");
            let image = Image::read(&kind).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
            let grey = matches!(color, Grayscale | GrayscaleAlpha);
            let all = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| shown(x, y)));
            let colours: Vec<u8> = all
                .clone()
                .flat_map(|p| if grey { p[..1].to_vec() } else { p[..3].to_vec() })
                .collect();
            let alpha = !matches!(color, Grayscale | Rgb);
            let alpha: Option<Vec<u8>> = Some(all.map(|pixel| pixel[3]).collect())
                .filter(|all: &Vec<u8>| alpha && all.iter().any(|a| *a < 255));
            let by_itself = decoded(&image.file());
            let document = signed(image);
            let (picture, mask) = drawn(&file(&document));
            assert!(picture.decompressed_content().unwrap() == colours, "{name}");
            let mask = mask.map(|mask| mask.decompressed_content().unwrap());
            assert!(mask == alpha, "{name}: its mask");
            let all: Vec<u8> = match &alpha {
                Some(alpha) => {
                    let pixels = colours.chunks(if grey { 1 } else { 3 }).zip(alpha);
                    pixels.flat_map(|(c, a)| [c, &[*a]].concat()).collect()
                }
                None => colours,
            };
            let color = match (grey, alpha.is_some()) {
                (true, false) => Grayscale,
                (true, true) => GrayscaleAlpha,
                (false, false) => Rgb,
                (false, true) => Rgba,
            };
            assert!(by_itself == (color, all), "{name}: by itself");
        }
    }
}

#[test]
fn a_page_blends_in_a_space_of_its_own_only_under_a_picture_that_is_not_opaque() {
    for (color, groups) in [(ColorType::Rgb, 0), (ColorType::Rgba, 1)] {
        let image = Image::read(&kind(color, BitDepth::Eight, false, photograph)).unwrap();
        let tree = lopdf::Document::load_mem(&file(&signed(image))).unwrap();
        let dictionaries = tree.objects.values().filter_map(|object| object.as_dict().ok());
        assert_eq!(dictionaries.filter(|page| page.has(b"Group")).count(), groups, "{color:?}");
    }
}

/// A JPEG of `photograph`, opaque.
fn jpeg(name: &str) -> Vec<u8> {
    fs::read(support::root("tests/pictures").join(name)).unwrap()
}

#[test]
fn a_jpeg_of_every_kind_is_shown_in_its_colours() {
    let mut files = Vec::new();
    for name in ["baseline.jpg", "progressive.jpg", "rgb.jpg", "grey.jpg"] {
        let image = Image::read(&jpeg(name)).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
        assert_eq!(Image::read(&image.file()).unwrap(), image, "{name}: as it is in HTML");
        let path = write(&format!("{name}.pdf"), &file(&signed(image)));
        let prefix = path.with_extension("");
        let arguments = ["-png", &path.to_string_lossy(), &prefix.to_string_lossy()];
        files.push(path.clone());
        if tools::printed("pdfimages", &arguments).is_none() {
            return;
        }
        let shown = fs::read(format!("{}-000.png", prefix.display())).unwrap();
        let (color, data) = decoded(&shown);
        let components = if color == ColorType::Grayscale { 1 } else { 3 };
        assert_eq!((components == 1, data.len()), (name == "grey.jpg", 32 * 24 * components));
        for (at, pixel) in data.chunks(components).enumerate() {
            let [red, green, blue, _] = photograph(at % WIDTH, at / WIDTH);
            let grey = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
            let expected = if components == 1 { vec![grey as u8] } else { vec![red, green, blue] };
            let near = pixel.iter().zip(&expected).all(|(a, b)| a.abs_diff(*b) < 16);
            assert!(near, "{name} at {at}: {pixel:?} for {expected:?}");
        }
    }
    for flavour in ["2a", "ua1"] {
        let Some(verdicts) = tools::verapdf(flavour, &files) else { return };
        for (file, passed) in verdicts {
            assert!(passed, "{} as {flavour}", file.display());
        }
    }
}

#[test]
fn a_jpeg_lies_as_its_exif_says() {
    let exif =
        b"\xff\xe1\0\x22Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let plain = jpeg("grey.jpg");
    let turned = [&plain[..2], exif, &plain[2..], b"a preview"].concat();
    let image = Image::read(&turned).unwrap();
    assert_eq!((image.width, image.height, image.orientation), (24, 32, 6));
    let by_itself = image.file().into_owned();
    assert_eq!(Image::read(&by_itself).unwrap(), image, "it says how it lies");
    let pdf = file(&signed(image));
    let holds = |file: &[u8], words: &[u8]| file.windows(words.len()).any(|part| part == words);
    assert!(
        !holds(&by_itself, b"a preview") && !holds(&pdf, b"a preview") && !holds(&pdf, b"Exif")
    );
}

/// What is wrong with a picture.
fn code(bytes: &[u8]) -> &'static str {
    Image::read(bytes).map_or_else(|problem| problem.code, |_| "nothing")
}

#[test]
fn pictures_that_cannot_be_drawn_are_refused_with_the_reason() {
    assert_eq!(code(b"GIF89a"), "image-unknown-format");
    let png = kind(ColorType::Rgb, BitDepth::Eight, false, photograph);
    assert_eq!(code(&png), "nothing");
    for end in 8..png.len() {
        assert_eq!(code(&png[..end]), "image-incomplete", "{end}");
    }
    for at in 8..png.len() {
        let mut damaged = png.clone();
        damaged[at] ^= 0x55;
        assert_ne!(code(&damaged), "nothing", "{at}");
    }
    for name in ["baseline.jpg", "progressive.jpg", "rgb.jpg", "grey.jpg"] {
        let jpeg = jpeg(name);
        for end in 3..jpeg.len() {
            assert_eq!(code(&jpeg[..end]), "image-incomplete", "{name} {end}");
        }
    }
    assert_eq!(code(&jpeg("cmyk.jpg")), "image-cmyk");
    for (width, height) in [(28_672, 28_672), (5_001, 5_000), (10_001, 1)] {
        let vast = png_of_size(width, height);
        assert_eq!(code(&vast), "image-too-large", "{width} x {height}");
    }
    let mut vast = jpeg("grey.jpg");
    let frame = vast.windows(2).position(|marker| marker == b"\xff\xc0").unwrap();
    vast[frame + 5..frame + 9].fill(0xff);
    assert_eq!(code(&vast), "image-too-large");
}

fn png_of_size(width: usize, height: usize) -> Vec<u8> {
    png(&header(width, height, 8, ColorType::Rgb, false), b"", b"")
}

/// The data of the first scan of a JPEG: where it begins and ends.
fn scan(jpeg: &[u8]) -> std::ops::Range<usize> {
    let header = jpeg.windows(2).position(|marker| marker == b"\xff\xda").unwrap() + 2;
    let start = header + usize::from(jpeg[header + 1]);
    let data = |at: &usize| jpeg[*at] == 0xff && !matches!(jpeg[at + 1], 0 | 0xd0..=0xd7);
    start..(start..).find(data).unwrap()
}

#[test]
fn a_jpeg_of_which_a_part_is_missing_is_refused() {
    for name in ["baseline.jpg", "progressive.jpg", "rgb.jpg", "grey.jpg"] {
        let whole = jpeg(name);
        let scan = scan(&whole);
        for from in scan.clone().filter(|at| whole[at - 1] != 0xff) {
            let short = [&whole[..from], &whole[scan.end..]].concat();
            assert_eq!(code(&short), "image-damaged", "{name} from {from}");
        }
    }
    // The first scan of many alone: what it shows is blurred.
    let progressive = jpeg("progressive.jpg");
    let first = [&progressive[..scan(&progressive).end], b"\xff\xd9"].concat();
    assert_eq!(code(&first), "image-damaged");
}

#[test]
fn nothing_goes_out_that_a_jpeg_hides_behind_its_rows() {
    for name in ["baseline.jpg", "progressive.jpg", "rgb.jpg", "grey.jpg"] {
        let whole = jpeg(name);
        let end = scan(&whole).end;
        let hidden = [&whole[..end], b"what was cut off", &whole[end..]].concat();
        assert_eq!(Image::read(&hidden), Image::read(&whole), "{name}");
    }
    // Cropped by telling a smaller height, all rows left in.
    let mut cropped = jpeg("rgb.jpg");
    let frame = cropped.windows(2).position(|marker| marker == b"\xff\xc0").unwrap();
    cropped[frame + 6] = 8;
    let image = Image::read(&cropped).unwrap();
    assert_eq!((image.width, image.height), (32, 8));
    assert!(image.file().len() + 20 < jpeg("rgb.jpg").len(), "the other rows are left out");
}

#[test]
fn nothing_goes_out_that_a_png_hides_behind_its_rows() {
    let head = header(2, 2, 8, ColorType::Grayscale, false);
    let rows = [0, 1, 2, 0, 3, 4];
    let stream = deflated(&rows);
    let clean = Image::read(&png(&head, b"", &stream)).unwrap();
    let mut sum = stream.clone();
    *sum.last_mut().unwrap() ^= 1;
    let junk = [&stream[..], b"what was cut off"].concat();
    let more = deflated(&[&rows[..], &[0, 5, 6].repeat(100)].concat());
    let bomb = deflated(&[&rows[..], &vec![0; 50_000_000]].concat());
    for (name, hidden) in [
        ("junk", junk),
        ("rows", more),
        ("a bomb", bomb),
        ("no sum", stream[..stream.len() - 4].to_vec()),
    ] {
        assert_eq!(Image::read(&png(&head, b"", &hidden)).as_ref(), Ok(&clean), "{name}");
    }
    assert_eq!(code(&png(&head, b"", &sum)), "image-damaged", "a wrong sum");
    for end in 0..stream.len() - 4 {
        assert_eq!(code(&png(&head, b"", &stream[..end])), "image-damaged", "{end}");
    }
    let told = [chunk(b"tEXt", b"Location\0at home"), chunk(b"eXIf", b"II\x2a\0GPS")].concat();
    let behind = [png(&head, &told, &stream), b"a preview".to_vec()].concat();
    assert_eq!(Image::read(&behind), Ok(clean));
}

#[test]
fn the_same_picture_is_the_same_bytes() {
    for bytes in [kind(ColorType::Rgba, BitDepth::Eight, false, photograph), jpeg("rgb.jpg")] {
        let made = || {
            let document = signed(Image::read(&bytes).unwrap());
            (html::write(&document), file(&document))
        };
        assert!(made() == made());
    }
}
