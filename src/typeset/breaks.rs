//! Where the lines of a paragraph end: chosen for the paragraph as a whole, after Knuth and Plass,
//! "Breaking Paragraphs into Lines", Software: Practice and Experience 11 (1981).

/// A place where a line may end. Widths are in 1/1000 em and count from the paragraph's start.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Break {
    /// Width up to here, blanks before it left out.
    pub(super) end: f64,
    /// How much of `end` is blanks that give.
    pub(super) end_blank: f64,
    /// Width up to where the next line begins.
    pub(super) next: f64,
    /// How much of `next` is blanks that give.
    pub(super) next_blank: f64,
    /// The byte behind the last character of the line.
    pub(super) end_byte: usize,
    /// The first byte of the next line.
    pub(super) next_byte: usize,
    /// Width of the hyphen that a break here needs.
    pub(super) hyphen: f64,
    /// How far the line's last mark stands outside the right margin.
    pub(super) right: f64,
    /// How far the next line's first mark stands outside the left margin.
    pub(super) left: f64,
    /// What a break here costs; 100 is a lot.
    pub(super) cost: f64,
    /// Whether the line ends in a hyphen or dash.
    pub(super) hyphenated: bool,
    /// Whether a line must end here.
    pub(super) forced: bool,
}

/// What lines are to be like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Width of a line.
    pub(super) width: f64,
    /// Whether blanks give so that all lines become equally long.
    pub(super) justify: bool,
    /// The largest badness that a line may have; infinite when there must be a result.
    pub(super) tolerance: f64,
    /// Stretch added to every line when nothing else helps.
    pub(super) emergency: f64,
}

/// How much a blank may grow and shrink, as a share of its width.
pub(super) const STRETCH: f64 = 0.5;
/// The same.
pub(super) const SHRINK: f64 = 1.0 / 3.0;
/// A last line shorter than this, in 1/1000 em, is hardly one.
const STUB: f64 = 4000.0;

const LINE: f64 = 10.0;
const CONTRAST: f64 = 10_000.0;
const TWO_HYPHENS: f64 = 30_000.0;
const HYPHEN_BEFORE_END: f64 = 40_000.0;
const SHORT_END: f64 = 60_000.0;

struct Node {
    at: usize,
    before: usize,
    fitness: i8,
    demerits: f64,
}

/// Chooses among `breaks` those at which lines end. The first of `breaks` is the start of the
/// paragraph, the last its end, which is forced. `None` if no choice keeps within the tolerance.
pub(super) fn choose(breaks: &[Break], measure: Measure) -> Option<Vec<usize>> {
    let last = breaks.len().checked_sub(1)?;
    let must = measure.tolerance.is_infinite();
    let mut nodes = vec![Node { at: 0, before: 0, fitness: 1, demerits: 0.0 }];
    let mut active = vec![0];
    for (at, here) in breaks.iter().enumerate().skip(1) {
        // The best way to come here, by how tight the last line is.
        let mut best: [Option<(f64, usize)>; 4] = [None; 4];
        let mut overfull = None;
        active.retain(|&node| {
            let Node { at: from, fitness: before, demerits, .. } = nodes[node];
            let start = &breaks[from];
            let Some((ratio, badness)) = fit(start, here, measure) else {
                // Too long, and longer with every further break.
                overfull = Some((demerits, node));
                return false;
            };
            let stub = here.forced
                && start.hyphenated
                && !start.forced
                && here.end_blank <= start.next_blank;
            if badness <= measure.tolerance && (must || !stub) {
                let fitness = match ratio {
                    r if r < -0.5 => 0,
                    r if r <= 0.5 => 1,
                    r if r <= 1.0 => 2,
                    _ => 3,
                };
                let cost = demerits
                    + (LINE + badness).powi(2)
                    + here.cost * here.cost
                    + if (fitness - before).abs() > 1 { CONTRAST } else { 0.0 }
                    + ending(start, here);
                let slot = &mut best[fitness as usize];
                if slot.is_none_or(|(known, _)| cost < known) {
                    *slot = Some((cost, node));
                }
            }
            !here.forced
        });
        if active.is_empty() && best.iter().all(Option::is_none) {
            // Nothing fits, but there must be lines: this one sticks out as little as can be.
            let (demerits, node) = overfull.filter(|_| must)?;
            best[0] = Some((demerits + 1e9, node));
        }
        let cheapest = best.iter().flatten().map(|way| way.0).fold(f64::INFINITY, f64::min);
        for (fitness, way) in best.iter().enumerate() {
            let Some((demerits, before)) = *way else { continue };
            // What even a change of tightness would not make worthwhile.
            if demerits <= cheapest + CONTRAST {
                active.push(nodes.len());
                nodes.push(Node { at, before, fitness: fitness as i8, demerits });
            }
        }
        if active.is_empty() {
            return None;
        }
    }
    let mut node = active
        .into_iter()
        .filter(|&node| nodes[node].at == last)
        .min_by(|&a, &b| nodes[a].demerits.total_cmp(&nodes[b].demerits))?;
    let mut lines = Vec::new();
    while nodes[node].at != 0 {
        lines.push(nodes[node].at);
        node = nodes[node].before;
    }
    lines.reverse();
    Some(lines)
}

/// How much the blanks of a line must give, as a share of what they can, and how bad that is.
/// `None` for a line that is too long.
fn fit(start: &Break, here: &Break, measure: Measure) -> Option<(f64, f64)> {
    let natural = here.end - start.next + here.hyphen;
    let room = measure.width + start.left + here.right - natural;
    if !measure.justify {
        // Ragged: a line may be a fifth shorter before it looks it.
        let ratio = room / (measure.width * 0.2);
        return (room >= -0.5).then(|| {
            let badness = if here.forced { 0.0 } else { 100.0 * ratio.powi(3) };
            (0.0, badness.min(10_000.0))
        });
    }
    let blank = here.end_blank - start.next_blank;
    let ratio = if room < 0.0 {
        room / (blank * SHRINK).max(f64::MIN_POSITIVE)
    } else if here.forced {
        0.0
    } else {
        room / (blank * STRETCH + measure.emergency).max(f64::MIN_POSITIVE)
    };
    // Half a thousandth of an em is a rounding error, not a long line.
    if ratio < -1.0 && room < -0.5 {
        return None;
    }
    Some((ratio, (100.0 * ratio.abs().powi(3)).min(10_000.0)))
}

/// What the end of a line costs beside its tightness.
fn ending(start: &Break, here: &Break) -> f64 {
    let mut cost = 0.0;
    if start.hyphenated && here.hyphenated {
        cost += TWO_HYPHENS;
    }
    if here.forced && start.end_byte > 0 {
        if start.hyphenated {
            cost += HYPHEN_BEFORE_END;
        }
        if here.end - start.next < STUB {
            cost += SHORT_END;
        }
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of these widths with blanks of 250 between them.
    fn words(widths: &[f64]) -> Vec<Break> {
        let mut breaks = vec![Break::default()];
        let (mut end, mut blank) = (0.0, 0.0);
        for (i, width) in widths.iter().enumerate() {
            end += width;
            breaks.push(Break {
                end,
                end_blank: blank,
                next: end + 250.0,
                next_blank: blank + 250.0,
                end_byte: i + 1,
                next_byte: i + 1,
                forced: i + 1 == widths.len(),
                ..Break::default()
            });
            end += 250.0;
            blank += 250.0;
        }
        breaks
    }

    fn measure(width: f64, tolerance: f64) -> Measure {
        Measure { width, justify: true, tolerance, emergency: 0.0 }
    }

    #[test]
    fn lines_are_chosen_for_the_paragraph_as_a_whole() {
        // Filling the first line greedily with three words leaves the second nearly empty.
        let breaks = words(&[1000.0, 1000.0, 700.0, 3200.0, 3000.0]);
        let lines =
            choose(&breaks, Measure { emergency: 1500.0, ..measure(3400.0, f64::INFINITY) });
        assert_eq!(lines, Some(vec![3, 4, 5]));
        assert_eq!(choose(&breaks, measure(3400.0, 1.0)), None, "no line is that good");
    }

    #[test]
    fn a_word_longer_than_a_line_still_gives_lines() {
        let breaks = words(&[5000.0, 100.0]);
        assert_eq!(choose(&breaks, measure(1000.0, f64::INFINITY)), Some(vec![1, 2]));
        assert_eq!(choose(&breaks, measure(1000.0, 200.0)), None);
    }

    #[test]
    fn no_line_is_shrunk_below_two_thirds_of_its_blanks() {
        let breaks = words(&[1000.0, 1000.0]);
        assert_eq!(choose(&breaks, measure(2166.0, f64::INFINITY)).unwrap().len(), 2);
        assert_eq!(choose(&breaks, measure(2168.0, f64::INFINITY)).unwrap().len(), 1);
    }
}
