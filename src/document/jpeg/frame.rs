//! The frame of a JPEG and its scans (ITU-T T.81, annexes F and G), followed code by code without
//! making pixels of them: whether all of the picture is there, and where its data end. Decoders fill
//! up what is missing and pass over what is too much, so that none can tell.

use super::bits::{Bits, Huffman};

/// Coefficients of a block.
const BLOCK: usize = 64;

/// What a scan is read by.
#[derive(Default)]
pub(super) struct Tables {
    /// Whether a table of quantisation is there.
    quantisation: [bool; 4],
    /// Those for the first coefficient and for the others.
    huffman: [[Option<Huffman>; 4]; 2],
    /// How many units stand between restarts; none where there are no restarts.
    restart: usize,
}

/// A picture of which parts were read.
pub(super) struct Frame {
    progressive: bool,
    pub(super) width: u32,
    pub(super) height: u32,
    components: Vec<Component>,
}

struct Component {
    id: u8,
    /// Blocks of a unit beside and above each other.
    sampling: (usize, usize),
    quantisation: usize,
    /// Down to which bit each coefficient was read.
    read: [Option<u8>; BLOCK],
    /// Which coefficients of each block are not nought, where later scans need to know.
    filled: Vec<u64>,
}

/// What a scan has of each block: the coefficients `first` to `last`, from the bit `high` where
/// another scan ended, or from the top, down to the bit `low`.
struct Part {
    first: usize,
    last: usize,
    high: u8,
    low: u8,
}

impl Tables {
    /// DQT: it is enough that they are there.
    pub(super) fn quantisation(&mut self, mut said: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = said.split_first() {
            *self.quantisation.get_mut(usize::from(kind & 15))? = true;
            said = rest.get(BLOCK * (1 + usize::from(kind >> 4))..)?;
        }
        Some(())
    }

    /// DHT.
    pub(super) fn huffman(&mut self, mut said: &[u8]) -> Option<()> {
        while let Some((&kind, rest)) = said.split_first() {
            let tables = self.huffman.get_mut(usize::from(kind >> 4))?;
            let table;
            (table, said) = Huffman::read(rest)?;
            *tables.get_mut(usize::from(kind & 15))? = Some(table);
        }
        Some(())
    }

    /// DRI.
    pub(super) fn restart(&mut self, said: &[u8]) -> Option<()> {
        self.restart = usize::from(u16::from_be_bytes(said.try_into().ok()?));
        Some(())
    }
}

impl Frame {
    /// SOF: `marker` says how it is coded.
    pub(super) fn read(marker: u8, said: &[u8]) -> Option<Frame> {
        let &[8, ref size @ .., _] = said.first_chunk::<6>()? else { return None };
        let [height, width] = [[size[0], size[1]], [size[2], size[3]]].map(u16::from_be_bytes);
        let parts = said[6..].chunks(3);
        let components: Vec<Component> = parts.map(Component::read).collect::<Option<_>>()?;
        let whole = width > 0 && height > 0 && components.len() == usize::from(said[5]);
        whole.then_some(Frame {
            progressive: marker == 0xc2,
            width: width.into(),
            height: height.into(),
            components,
        })
    }

    /// The names of the components.
    pub(super) fn ids(&self) -> Vec<u8> {
        self.components.iter().map(|component| component.id).collect()
    }

    /// Whether all of each coefficient was read.
    pub(super) fn is_complete(&self) -> bool {
        self.components.iter().all(|component| component.read == [Some(0); BLOCK])
    }

    /// Reads a scan of the header `said`; gives the length of its data.
    pub(super) fn scan(&mut self, said: &[u8], data: &[u8], tables: &Tables) -> Option<usize> {
        let (&count, rest) = said.split_first()?;
        let (chosen, part) = rest.split_at_checked(2 * usize::from(count))?;
        let part: [u8; 3] = part.try_into().ok().filter(|_| count > 0)?;
        let part = if self.progressive { Part::read(part, count)? } else { Part::WHOLE };
        let most = |of: fn(&Component) -> usize| self.components.iter().map(of).max();
        let most = (most(|c| c.sampling.0)?, most(|c| c.sampling.1)?);
        let (width, height) = (self.width as usize, self.height as usize);
        let units = (width.div_ceil(8 * most.0), height.div_ceil(8 * most.1));
        let mut scanned = Vec::new();
        for chosen in chosen.chunks(2) {
            let at = self.components.iter().position(|component| component.id == chosen[0])?;
            let component = &mut self.components[at];
            component.note(&part)?;
            if tables.quantisation.get(component.quantisation) != Some(&true) {
                return None;
            }
            if self.progressive && component.filled.is_empty() {
                let (wide, high) = component.sampling;
                component.filled = vec![0; units.0 * wide * units.1 * high];
            }
            let table = |of: usize, at: u8| tables.huffman[of].get(usize::from(at))?.as_ref();
            scanned.push((at, table(0, chosen[1] >> 4), table(1, chosen[1] & 15)));
        }
        // The blocks of one component alone leave out those that only fill up a unit (A.2.2).
        let alone = match scanned[..] {
            [(at, ..)] => Some(self.components[at].sampling),
            _ => None,
        };
        let across = match alone {
            Some((wide, high)) => {
                ((width * wide).div_ceil(8 * most.0), (height * high).div_ceil(8 * most.1))
            }
            None => units,
        };
        let mut bits = Bits::new(data);
        let mut run = 0;
        for unit in 0..across.0 * across.1 {
            if tables.restart > 0 && unit > 0 && unit % tables.restart == 0 {
                bits.restart(unit / tables.restart - 1).filter(|()| run == 0)?;
            }
            let (x, y) = (unit % across.0, unit / across.0);
            for &(at, dc, ac) in &scanned {
                let component = &mut self.components[at];
                let (wide, high) = if alone.is_some() { (1, 1) } else { component.sampling };
                for block in 0..wide * high {
                    let (x, y) = (x * wide + block % wide, y * high + block / wide);
                    let place = y * units.0 * component.sampling.0 + x;
                    if !self.progressive {
                        dc_first(&mut bits, dc?)?;
                        ac_first(&mut bits, ac?, &part, &mut 0, &mut run).filter(|()| run == 0)?;
                        continue;
                    }
                    let filled = component.filled.get_mut(place)?;
                    match (part.first, part.high) {
                        (0, 0) => dc_first(&mut bits, dc?)?,
                        (0, _) => bits.take(1).map(drop)?,
                        (_, 0) => ac_first(&mut bits, ac?, &part, filled, &mut run)?,
                        _ => ac_further(&mut bits, ac?, &part, filled, &mut run)?,
                    }
                }
            }
        }
        (run == 0).then(|| bits.read())
    }
}

impl Part {
    const WHOLE: Part = Part { first: 0, last: BLOCK - 1, high: 0, low: 0 };

    /// The part that a progressive scan of so many components has (G.1.1.1): the first coefficients
    /// by themselves, and the others of one component at a time.
    fn read([first, last, bits]: [u8; 3], components: u8) -> Option<Part> {
        let fits = match first {
            0 => last == 0,
            first => components == 1 && first <= last && usize::from(last) < BLOCK,
        };
        let part = Part { first: first.into(), last: last.into(), high: bits >> 4, low: bits & 15 };
        fits.then_some(part)
    }
}

impl Component {
    fn read(said: &[u8]) -> Option<Component> {
        let &[id, sampling, quantisation] = said else { return None };
        let sampling = (usize::from(sampling >> 4), usize::from(sampling & 15));
        let known = (1..=4).contains(&sampling.0) && (1..=4).contains(&sampling.1);
        known.then_some(Component {
            id,
            sampling,
            quantisation: quantisation.into(),
            read: [None; BLOCK],
            filled: Vec::new(),
        })
    }

    /// Notes what a scan has, where that is what comes next.
    fn note(&mut self, part: &Part) -> Option<()> {
        let before = (part.high > 0).then_some(part.high);
        let next = part.high == 0 || part.high == part.low + 1;
        let read = &mut self.read[part.first..=part.last];
        let fits = next && read.iter().all(|bit| *bit == before);
        fits.then(|| read.fill(Some(part.low)))
    }
}

/// The first coefficient (F.2.2.1).
fn dc_first(bits: &mut Bits<'_>, table: &Huffman) -> Option<()> {
    let length = table.value(bits).filter(|length| *length <= 15)?;
    bits.take(length.into()).map(drop)
}

/// Further coefficients: runs of nought, each with the length of the coefficient behind it (F.2.2.2,
/// G.1.2.2); `run` is how many blocks to come have none.
fn ac_first(
    bits: &mut Bits<'_>,
    table: &Huffman,
    part: &Part,
    filled: &mut u64,
    run: &mut u32,
) -> Option<()> {
    if *run > 0 {
        *run -= 1;
        return Some(());
    }
    let mut at = part.first.max(1);
    while at <= part.last {
        let value = table.value(bits)?;
        let (noughts, length) = (value >> 4, value & 15);
        if length == 0 && noughts < 15 {
            *run = (1 << noughts) - 1 + bits.take(noughts.into())?;
            break;
        }
        at += usize::from(noughts);
        if length > 0 {
            bits.take(length.into()).filter(|_| at <= part.last)?;
            *filled |= 1 << at;
        }
        at += 1;
    }
    Some(())
}

/// One bit more of further coefficients (G.1.2.3).
fn ac_further(
    bits: &mut Bits<'_>,
    table: &Huffman,
    part: &Part,
    filled: &mut u64,
    run: &mut u32,
) -> Option<()> {
    let mut at = part.first;
    while *run == 0 && at <= part.last {
        let value = table.value(bits)?;
        let (mut noughts, length) = (value >> 4, value & 15);
        if length == 0 && noughts < 15 {
            *run = (1 << noughts) + bits.take(noughts.into())?;
            break;
        }
        bits.take(length.into()).filter(|_| length <= 1)?;
        while at <= part.last {
            if *filled >> at & 1 == 1 {
                bits.take(1)?;
            } else if noughts == 0 {
                break;
            } else {
                noughts -= 1;
            }
            at += 1;
        }
        if length == 1 {
            *filled |= (at <= part.last).then_some(1 << at)?;
        }
        at += 1;
    }
    if *run > 0 {
        let rest = (at..=part.last).filter(|at| *filled >> at & 1 == 1).count();
        (0..rest).try_for_each(|_| bits.take(1).map(drop))?;
        *run -= 1;
    }
    Some(())
}
