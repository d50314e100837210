//! Where everything stands on a label, after the drawing of the 50 × 30 mm label.

use crate::{
    Field, LabelContent, LabelError, LabelSize, Qr, Typeface,
    content::clean,
    document::{Disc, Document, Line, PlacedQr, Rect, Shaped},
    qr::{self, QUIET},
    typeface::Weight,
};

/// What a label is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grid {
    /// Paper: any position will do.
    Free,
    /// A printer or picture: modules and edges lie on whole dots.
    Dots(u32),
}

/// The measures of one size.
struct Plan {
    /// Corner of the code, its quiet zone included.
    code_area: (f32, f32),
    /// A module of a version 4 code: 3 or 4 dots at 203 dots an inch.
    module: f32,
    /// The side that the code may take. A little more than 41 modules, because printers of 300
    /// and 600 dots an inch do not meet the module exactly.
    code_side: f32,
    words: Option<Words>,
    foot: Foot,
}

/// The column of words beside the code.
struct Words {
    left: f32,
    right: f32,
    top: f32,
    headline: f32,
    date: f32,
    detail: f32,
    /// From one line of detail to the next.
    leading: f32,
    gap: f32,
}

/// The rule, and under it the printed code.
struct Foot {
    left: f32,
    right: f32,
    beam: Option<f32>,
    /// Of the stars, 1 on the 50 × 30 mm label.
    scale: f32,
    code: f32,
    issuer: f32,
    baseline: f32,
}

const S30X20: Plan = Plan {
    code_area: (7.3125, 0.3),
    module: 0.375,
    code_side: 15.7,
    words: None,
    foot: Foot {
        left: 0.8,
        right: 29.2,
        beam: None,
        scale: 1.0,
        code: 3.4,
        issuer: 0.0,
        baseline: 18.9,
    },
};

const S50X30: Plan = Plan {
    code_area: (0.0, 2.0),
    module: 0.5,
    code_side: 20.9,
    words: Some(Words {
        left: 21.4,
        right: 49.2,
        top: 1.9,
        headline: 3.3,
        date: 3.9,
        detail: 2.55,
        leading: 3.57,
        gap: 0.7,
    }),
    foot: Foot {
        left: 1.6,
        right: 48.4,
        beam: Some(24.5),
        scale: 1.0,
        code: 3.6,
        issuer: 2.5,
        baseline: 28.7,
    },
};

const S60X40: Plan = Plan {
    code_area: (0.5, 5.6),
    module: 0.5,
    code_side: 20.9,
    words: Some(Words {
        left: 22.6,
        right: 58.6,
        top: 3.6,
        headline: 4.2,
        date: 5.0,
        detail: 3.2,
        leading: 4.6,
        gap: 1.4,
    }),
    foot: Foot {
        left: 2.0,
        right: 58.0,
        beam: Some(33.0),
        scale: 1.2,
        code: 4.7,
        issuer: 3.1,
        baseline: 38.3,
    },
};

/// Below two millimetres a hanzi has fewer than 16 dots at 203 dots an inch and runs together.
const SMALLEST: f32 = 2.0;

/// Letters are simpler.
const SMALLEST_LETTERS: f32 = 1.65;

/// A module smaller than this is not read from a thermal print by a cheap phone.
const SMALLEST_MODULE: f32 = 0.249;

/// Height of a line in ems, and where in it the baseline lies.
const LINE: f32 = 1.3;
const BASELINE: f32 = 0.15 + 0.88;

/// Lays a label out.
pub(crate) fn document(
    content: &LabelContent,
    size: LabelSize,
    grid: Grid,
    typeface: &Typeface,
) -> Result<Document, LabelError> {
    let qr = qr::qr(&content.url)?;
    let plan = plan(size);
    let qr = place(qr, plan, grid).ok_or(too_dense(content, size))?;
    let mut document = Document {
        size,
        qr,
        rects: vec![],
        discs: vec![],
        lines: vec![],
    };
    if let Some(words) = &plan.words {
        set_words(&mut document, words, content, grid, typeface)?;
    }
    set_foot(&mut document, &plan.foot, content, grid, typeface)?;
    Ok(document)
}

/// Dots of a module, and the corner of the first one in dots, for a symbol of so many modules.
pub(crate) fn symbol_in_dots(
    modules: usize,
    dpi: u32,
    content: &LabelContent,
    size: LabelSize,
) -> Result<(u32, u32, u32), LabelError> {
    let (x, y, module) =
        symbol(modules, plan(size), Grid::Dots(dpi)).ok_or(too_dense(content, size))?;
    let dots = |mm: f32| (mm / dot(dpi)).round() as u32;
    Ok((dots(module), dots(x), dots(y)))
}

const fn plan(size: LabelSize) -> &'static Plan {
    match size {
        LabelSize::S30x20 => &S30X20,
        LabelSize::S50x30 => &S50X30,
        LabelSize::S60x40 => &S60X40,
    }
}

fn too_dense(content: &LabelContent, size: LabelSize) -> LabelError {
    LabelError::TooDense {
        length: content.url.len(),
        size,
    }
}

fn dot(dpi: u32) -> f32 {
    25.4 / dpi as f32
}

impl Grid {
    fn snap(self, mm: f32) -> f32 {
        match self {
            Self::Free => mm,
            Self::Dots(dpi) => (mm / dot(dpi)).round() * dot(dpi),
        }
    }

    fn at_least_a_dot(self, mm: f32) -> f32 {
        match self {
            Self::Free => mm,
            Self::Dots(dpi) => self.snap(mm).max(dot(dpi)),
        }
    }
}

fn place(qr: Qr, plan: &Plan, grid: Grid) -> Option<PlacedQr> {
    let (x, y, module) = symbol(qr.modules, plan, grid)?;
    Some(PlacedQr { qr, x, y, module })
}

/// The corner of the first module and the side of one, centred in the area of the plan.
fn symbol(modules: usize, plan: &Plan, grid: Grid) -> Option<(f32, f32, f32)> {
    let side = (modules + 2 * QUIET) as f32;
    let largest = plan.code_side / side;
    let module = match grid {
        Grid::Free => plan.module.min(largest),
        Grid::Dots(dpi) => {
            let wanted = (plan.module / dot(dpi)).round();
            wanted.min((largest / dot(dpi)).floor()) * dot(dpi)
        }
    };
    if module < SMALLEST_MODULE {
        return None;
    }
    let planned = plan.module * 41.0;
    let inset = ((planned - side * module) / 2.0).max(0.0) + QUIET as f32 * module;
    Some((
        grid.snap(plan.code_area.0 + inset),
        grid.snap(plan.code_area.1 + inset),
        module,
    ))
}

fn set_words(
    document: &mut Document,
    words: &Words,
    content: &LabelContent,
    grid: Grid,
    typeface: &Typeface,
) -> Result<(), LabelError> {
    let width = words.right - words.left;
    let mut put = |baseline: f32, em: f32, text: Shaped| {
        let (x, baseline) = (grid.snap(words.left), grid.snap(baseline));
        document.lines.push(Line {
            x,
            baseline,
            em,
            text,
        });
    };
    let headline = clean(&content.headline);
    if let Some(date) = &content.valid_until {
        let text = Shaped::new(&headline, Weight::Bold, 0.0, typeface);
        let em = whole(&text, words.headline, width, Field::Headline)?;
        put(words.top + BASELINE * words.headline, em, text);
        let text = Shaped::new(&clean(date), Weight::Bold, -0.02, typeface);
        let em = whole(&text, words.date, width, Field::ValidUntil)?;
        put(
            words.top + LINE * words.headline + BASELINE * words.date,
            em,
            text,
        );
    } else {
        let lines = one_or_two(&headline, words.headline, width, typeface)?;
        // In the middle of the place that headline and date would take.
        let free =
            LINE * (words.headline + words.date) - LINE * words.headline * lines.len() as f32;
        for (i, (em, text)) in lines.into_iter().enumerate() {
            let top = words.top + free / 2.0 + LINE * words.headline * i as f32;
            put(top + BASELINE * words.headline, em, text);
        }
    }

    let below = words.top + LINE * (words.headline + words.date) + words.gap;
    let details = details(content, width, typeface);
    // A fourth line goes where three stood, so all of them draw together.
    let leading = words.leading * (3.0 / details.len().max(3) as f32);
    let largest = words.detail.min(leading * 0.8);
    let mut baseline = below + (leading - largest) / 2.0 + 0.88 * largest;
    for (head, tail) in details {
        let (em, text) = fit(head, tail, largest, width, typeface);
        put(baseline, em, text);
        baseline += leading;
    }
    Ok(())
}

/// The lines below date and headline, each as a head that may be cut and a tail that goes last.
fn details(content: &LabelContent, width: f32, typeface: &Typeface) -> Vec<(Shaped, Shaped)> {
    let set = |text: &str, weight| Shaped::new(text, weight, 0.0, typeface);
    let mut lines = vec![];
    let class = content
        .class
        .as_deref()
        .map(clean)
        .filter(|class| !class.is_empty());
    let class = class.map(|class| set(&format!("　{class}"), Weight::Regular));
    lines.push((
        set(&clean(&content.kind), Weight::Regular),
        class.unwrap_or_default(),
    ));
    if let Some(serial) = content.serial_tail.as_deref().map(clean) {
        let (words, figures) = serial.split_at(figures_at_end(&serial));
        lines.push((set(words, Weight::Regular), set(figures, Weight::Bold)));
    }
    if let Some(institution) = content.institution.as_deref().map(clean) {
        let whole = set(&institution, Weight::Regular);
        let room = width / smallest(&whole);
        match halves(&institution, Weight::Regular, room, typeface) {
            Some((first, second)) if whole.width() > room => {
                lines.push((first, Shaped::default()));
                lines.push((second, Shaped::default()));
            }
            _ => lines.push((whole, Shaped::default())),
        }
    }
    lines.retain(|(head, tail)| !head.glyphs.is_empty() || !tail.glyphs.is_empty());
    lines
}

fn set_foot(
    document: &mut Document,
    foot: &Foot,
    content: &LabelContent,
    grid: Grid,
    typeface: &Typeface,
) -> Result<(), LabelError> {
    let width = foot.right - foot.left;
    if let Some(y) = foot.beam {
        let height = grid.at_least_a_dot(0.2 * foot.scale);
        let top = grid.snap(y - height / 2.0);
        let left = grid.snap(foot.left);
        document.rects.push(Rect {
            x: left,
            y: top,
            width: grid.snap(width),
            height,
        });
        let end = 0.6 * foot.scale;
        for star in 0..13u8 {
            let x = foot.left + end + (width - 2.0 * end) * f32::from(star) / 12.0;
            let radius = if star % 3 == 0 { 0.56 } else { 0.34 } * foot.scale;
            document.discs.push(Disc {
                x: grid.snap(x),
                y: top + height / 2.0,
                radius,
            });
        }
    }
    let code = Shaped::new(content.printed_code()?, Weight::Bold, 0.03, typeface);
    let em = foot.code.min(width / code.width());
    let code_width = em * code.width();
    let baseline = grid.snap(foot.baseline);
    let centred = (width - code_width) / 2.0;
    let x = foot.left + if foot.beam.is_some() { 0.0 } else { centred };
    document.lines.push(Line {
        x: grid.snap(x),
        baseline,
        em,
        text: code,
    });

    let left = width - code_width - 2.0;
    if foot.issuer > 0.0 && left >= 3.0 * SMALLEST {
        let issuer = Shaped::new(&clean(&content.issuer), Weight::Regular, 0.0, typeface);
        let (em, text) = fit(issuer, Shaped::default(), foot.issuer, left, typeface);
        let x = grid.snap(foot.right - em * text.width());
        document.lines.push(Line {
            x,
            baseline,
            em,
            text,
        });
    }
    Ok(())
}

/// The size at which a text stands uncut.
fn whole(text: &Shaped, em: f32, width: f32, field: Field) -> Result<f32, LabelError> {
    let em = em.min(width / text.width().max(f32::EPSILON));
    if em < smallest(text) {
        Err(LabelError::TooLong(field))
    } else {
        Ok(em)
    }
}

/// A headline that stands alone has room for a second line.
fn one_or_two(
    text: &str,
    em: f32,
    width: f32,
    typeface: &Typeface,
) -> Result<Vec<(f32, Shaped)>, LabelError> {
    let all = Shaped::new(text, Weight::Bold, 0.0, typeface);
    let lines = if em * all.width() <= width {
        vec![all]
    } else {
        halves(text, Weight::Bold, f32::INFINITY, typeface)
            .map_or_else(|| vec![all], |(a, b)| vec![a, b])
    };
    let mut smallest = em;
    for line in &lines {
        smallest = smallest.min(whole(line, em, width, Field::Headline)?);
    }
    Ok(lines.into_iter().map(|line| (smallest, line)).collect())
}

/// A text on two lines, if it may be broken: between words, or between hanzi. Lines of most equal
/// width; or, where the wider has more than `room` ems, a first line as full as can be, so that
/// only the end of the text is cut.
fn halves(text: &str, weight: Weight, room: f32, typeface: &Typeface) -> Option<(Shaped, Shaped)> {
    let set = |text: &str| Shaped::new(text.trim(), weight, 0.0, typeface);
    let cost = |(a, b): &(Shaped, Shaped)| {
        let wider = a.width().max(b.width());
        if wider <= room {
            wider
        } else {
            room + (room - a.width()).abs()
        }
    };
    text.char_indices()
        .zip(text.chars().skip(1))
        .filter(|&((_, a), b)| a == ' ' || (!a.is_ascii() && !b.is_ascii() && !clings(a, b)))
        .map(|((i, a), _)| text.split_at(i + a.len_utf8()))
        .map(|(first, second)| (set(first), set(second)))
        .filter(|(first, _)| first.width() <= room)
        .min_by(|a, b| cost(a).total_cmp(&cost(b)))
}

/// Whether two characters must not be parted: punctuation begins no line, a bracket ends none.
fn clings(a: char, b: char) -> bool {
    "，。、；：！？）】》〉」』”’…".contains(b) || "（【《〈「『“‘".contains(a)
}

/// Shrinks a line, then cuts its head; the tail goes last.
fn fit(mut head: Shaped, tail: Shaped, em: f32, width: f32, typeface: &Typeface) -> (f32, Shaped) {
    let natural = head.width() + tail.width();
    let smallest = smallest(&head).max(smallest(&tail));
    let em = em.min((width / natural.max(f32::EPSILON)).max(smallest));
    let room = width / em;
    // A hair of tolerance: the sum of the parts need not be the whole in floating point.
    if natural > room + 1e-3 {
        let mut tail = tail;
        tail.cut(room / 2.0, typeface);
        head.cut(room - tail.width(), typeface);
        head.append(&tail);
    } else {
        head.append(&tail);
    }
    (em, head)
}

fn smallest(text: &Shaped) -> f32 {
    if text.text.chars().all(|c| c < '\u{2e80}' || c == '　') {
        SMALLEST_LETTERS
    } else {
        SMALLEST
    }
}

/// Where the figures at the end of a serial line begin: 尾号|81577, "ends in |AB-77".
fn figures_at_end(text: &str) -> usize {
    let plain = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "-/.*".contains(c));
    if text[plain.len()..].contains(|c: char| c.is_ascii_digit()) {
        plain.len()
    } else {
        text.len()
    }
}

#[cfg(test)]
mod tests;
