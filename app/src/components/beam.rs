//! The beam: dots are units, the plum is the limit, the weight is where we are.
//!
//! Drawn in percentages of its width, so nothing distorts. Pure geometry: a [`Beam`] in, markup out.

use std::fmt::{self, Write};

use chengxing_metrology::{Date, clock::days_between};

use crate::l10n::escape;

/// The first and the last place on the beam, in percent.
const FIRST: f64 = 2.0;
const LAST: f64 = 98.0;
/// Where the plum stands once the day is past it, and how far left a long delay pushes it.
const PAST: f64 = 84.0;
const LONG_PAST: f64 = 34.0;
/// Where a period without an end is cut, and where the weight stands on it.
const CUT: f64 = 67.5;

/// What a beam measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beam {
    /// A validity that runs.
    Running {
        /// The day of verification.
        from: Date,
        /// The last day.
        until: Date,
        /// The day asked about.
        on: Date,
    },
    /// A validity that no certificate and no rule ends.
    Open,
    /// A validity that has run out.
    Over {
        /// The day of verification.
        from: Date,
        /// The last day.
        until: Date,
        /// The day asked about.
        on: Date,
    },
    /// A validity that was ended.
    Cut {
        /// The day of verification.
        from: Date,
        /// The last day as it was granted.
        until: Option<Date>,
        /// The day on which it ended.
        at: Date,
    },
    /// No verification that ever held.
    Hollow,
    /// No record.
    Bare,
}

/// The length of a period in months, at least 1, to the nearest.
pub fn months(from: Date, until: Date) -> i32 {
    // `until` is the last day of the period: twelve months from 1 April end on 31 March.
    let days = i32::from(until.day()) + 1 - i32::from(from.day());
    let whole = (i32::from(until.year()) - i32::from(from.year())) * 12 + i32::from(until.month())
        - i32::from(from.month());
    (whole
        + if days > 15 {
            1
        } else if days < -15 {
            -1
        } else {
            0
        })
    .max(1)
}

/// Which month of the period the day `on` is in, from 1.
pub fn month_of(from: Date, on: Date) -> i32 {
    let whole = (i32::from(on.year()) - i32::from(from.year())) * 12 + i32::from(on.month())
        - i32::from(from.month());
    (whole + i32::from(on.day() >= from.day())).max(1)
}

/// The days from one to the other, at least 1, as a divisor.
fn span(from: Date, until: Date) -> f64 {
    f64::from(days_between(from, until).max(1))
}

impl Beam {
    /// The drawing, with `label` for those who don't see it.
    pub fn draw(self, label: &str) -> String {
        let mut svg = String::with_capacity(2048);
        if self == Self::Bare {
            svg.push_str("<svg class=\"beam beam-flat\" aria-hidden=\"true\" focusable=\"false\"><line class=\"gone\" x1=\"0\" x2=\"100%\" y1=\"9\" y2=\"9\"/></svg>");
            return svg;
        }
        let _ = write!(
            svg,
            "<svg class=\"beam\" role=\"img\" aria-label=\"{}\" focusable=\"false\">",
            escape(label)
        );
        match self {
            Self::Running { from, until, on } => {
                rod(&mut svg, 100.0);
                units(&mut svg, months(from, until), FIRST, LAST, LAST);
                plum(&mut svg, LAST);
                let gone = f64::from(days_between(from, on)) / span(from, until);
                weight(&mut svg, FIRST + (LAST - FIRST) * gone.clamp(0.0, 1.0));
            }
            Self::Open => {
                rod(&mut svg, CUT);
                gone(&mut svg, CUT);
                quarter(&mut svg, FIRST);
                weight(&mut svg, CUT);
            }
            Self::Over { from, until, on } => {
                let all = span(from, until).max(f64::from(days_between(from, on)));
                let end = (FIRST + (LAST - FIRST) * span(from, until) / all).clamp(LONG_PAST, PAST);
                let late = (end - FIRST) * f64::from(days_between(from, on)) / span(from, until);
                rod(&mut svg, end);
                gone(&mut svg, end);
                units(&mut svg, months(from, until), FIRST, end, end);
                plum(&mut svg, end);
                weight(&mut svg, (FIRST + late).clamp(end + 2.0, LAST));
            }
            Self::Cut { from, until, at } => cut(&mut svg, from, until, at),
            Self::Hollow => {
                for i in 0..13 {
                    let _ = write!(
                        svg,
                        "<circle class=\"hollow\" cx=\"{}%\" cy=\"10\" r=\"3.2\"/>",
                        2 + 8 * i
                    );
                }
            }
            Self::Bare => {}
        }
        svg.push_str("</svg>");
        svg
    }
}

fn cut(svg: &mut String, from: Date, until: Option<Date>, at: Date) {
    let ended = f64::from(days_between(from, at).max(0));
    let Some(until) = until else {
        rod(svg, CUT);
        gone(svg, CUT);
        quarter(svg, FIRST);
        stop(svg, CUT);
        return;
    };
    let granted = span(from, until);
    if ended <= granted {
        let end = FIRST + (LAST - FIRST) * ended / granted;
        rod(svg, end);
        gone(svg, end);
        units(svg, months(from, until), FIRST, LAST, end);
        stop(svg, end);
    } else {
        // It had run out already: the plum, dashes, and then the bar.
        let end = (FIRST + (LAST - FIRST) * granted / ended).clamp(LONG_PAST, PAST);
        rod(svg, end);
        gone(svg, end);
        units(svg, months(from, until), FIRST, end, end);
        plum(svg, end);
        stop(svg, LAST);
    }
}

/// A share against its target, on a scale from `low` to 1, both in thousandths: the beam of the home page.
/// `None` where the share lies below the scale.
pub fn rate_beam(
    share: u32,
    target: u32,
    low: u32,
    label: &str,
    target_word: &str,
) -> Option<String> {
    if share < low || share > 1000 || low >= target {
        return None;
    }
    let place =
        |value: u32| FIRST + (LAST - FIRST) * f64::from(value - low) / f64::from(1000 - low);
    let percent = |value: u32| {
        if value.is_multiple_of(10) {
            format!("{}%", value / 10)
        } else {
            format!("{}.{}%", value / 10, value % 10)
        }
    };
    let mut svg = String::with_capacity(3072);
    let _ = write!(
        svg,
        "<svg class=\"beam\" role=\"img\" aria-label=\"{}\" focusable=\"false\">",
        escape(label)
    );
    svg.push_str("<svg y=\"26\" width=\"100%\" height=\"8\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\"><path class=\"rod\" d=\"M0 1.5 100 3v2L0 6.5z\"/></svg>");
    for i in 0..=20 {
        let x = FIRST + (LAST - FIRST) * f64::from(i) / 20.0;
        if i % 10 == 0 {
            for y in ["24.6", "30", "35.4"] {
                let _ = write!(
                    svg,
                    "<circle class=\"dot q\" cx=\"{}%\" cy=\"{y}\" r=\"2.2\"/>",
                    round(x)
                );
            }
        } else {
            let _ = write!(
                svg,
                "<circle class=\"dot\" cx=\"{}%\" cy=\"30\" r=\"2.8\"/>",
                round(x)
            );
        }
    }
    let (at, goal) = (place(share), place(target));
    let _ = write!(
        svg,
        "<svg x=\"{}%\" y=\"30\"><path class=\"k\" d=\"{WEIGHT}\"/></svg>",
        round(at)
    );
    let _ = write!(
        svg,
        "<svg x=\"{}%\" y=\"30\"><g class=\"k dot\"><circle cx=\"0\" cy=\"-5.5\" r=\"2.8\"/><circle cx=\"5.3\" cy=\"-1.7\" r=\"2.8\"/><circle cx=\"3.2\" cy=\"4.4\" r=\"2.8\"/><circle cx=\"-3.2\" cy=\"4.4\" r=\"2.8\"/><circle cx=\"-5.3\" cy=\"-1.7\" r=\"2.8\"/><circle r=\"1.9\"/></g></svg>",
        round(goal)
    );
    let _ = write!(
        svg,
        "<text x=\"{}%\" y=\"13\" text-anchor=\"middle\">{}</text>",
        round(goal),
        escape(target_word)
    );
    // The ends of the scale give way to the share where they would meet.
    if at > 24.0 {
        let _ = write!(
            svg,
            "<text x=\"2%\" y=\"54\" class=\"q\" text-anchor=\"start\">{}</text>",
            percent(low)
        );
    }
    if !(32.0..=82.0).contains(&at) {
        let _ = write!(
            svg,
            "<text x=\"50%\" y=\"54\" class=\"q\" text-anchor=\"middle\">{}</text>",
            percent(low.midpoint(1000))
        );
    }
    let (dx, anchor) = if at < 24.0 {
        (15, "start")
    } else {
        (-15, "end")
    };
    let _ = write!(
        svg,
        "<text x=\"{}%\" dx=\"{dx}\" y=\"54\" text-anchor=\"{anchor}\">{}</text></svg>",
        round(at),
        percent(share)
    );
    Some(svg)
}

const WEIGHT: &str =
    "M-.8 0H.8V5H3l2.9 12.6a1.6 1.6 0 0 1-1.6 2H-4.3a1.6 1.6 0 0 1-1.6-2L-3 5H-.8z";

/// A place in percent, written to hundredths without closing zeros: `64.24`, `98`.
#[derive(Clone, Copy)]
struct Place(u32);

fn round(x: f64) -> Place {
    Place((x * 100.0).round() as u32)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, tenths, rest) = (self.0 / 100, self.0 / 10 % 10, self.0 % 10);
        match (tenths, rest) {
            (0, 0) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{tenths}"),
            _ => write!(f, "{whole}.{tenths}{rest}"),
        }
    }
}

fn rod(svg: &mut String, width: f64) {
    let _ = write!(
        svg,
        "<svg y=\"6\" width=\"{}%\" height=\"8\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\"><path class=\"rod\" d=\"M0 1.5 100 3v2L0 6.5z\"/></svg>",
        round(width)
    );
}

fn gone(svg: &mut String, from: f64) {
    let _ = write!(
        svg,
        "<line class=\"gone\" x1=\"{}%\" x2=\"100%\" y1=\"10\" y2=\"10\"/>",
        round(from)
    );
}

fn stop(svg: &mut String, at: f64) {
    let at = round(at);
    let _ = write!(
        svg,
        "<line class=\"stop\" x1=\"{at}%\" x2=\"{at}%\" y1=\"0\" y2=\"20\"/>"
    );
}

/// The dots of a period of `months` between `first` and `last`, as far as `shown`; the last place is the plum's.
fn units(svg: &mut String, months: i32, first: f64, last: f64, shown: f64) {
    // So many dots as can be told apart on a phone: months, quarters or years; a group stands upright.
    let (unit, group) = match months {
        ..=18 => (1, 3),
        19..=54 => (3, 4),
        _ => (12, 5),
    };
    let count = f64::from(months) / f64::from(unit);
    let mut i = 0;
    while f64::from(i) < count - 0.01 {
        let x = first + (last - first) * f64::from(i) / count;
        if x > shown {
            break;
        }
        if i % group == 0 {
            quarter(svg, x);
        } else {
            let _ = write!(
                svg,
                "<circle class=\"dot\" cx=\"{}%\" cy=\"10\" r=\"2.8\"/>",
                round(x)
            );
        }
        i += 1;
    }
}

fn quarter(svg: &mut String, x: f64) {
    let x = round(x);
    for y in ["4.6", "10", "15.4"] {
        let _ = write!(
            svg,
            "<circle class=\"dot q\" cx=\"{x}%\" cy=\"{y}\" r=\"2.2\"/>"
        );
    }
}

fn plum(svg: &mut String, x: f64) {
    let _ = write!(
        svg,
        "<svg x=\"{}%\" y=\"10\"><g class=\"k dot\"><circle cx=\"0\" cy=\"-4.6\" r=\"2.3\"/><circle cx=\"4.4\" cy=\"-1.4\" r=\"2.3\"/><circle cx=\"2.7\" cy=\"3.7\" r=\"2.3\"/><circle cx=\"-2.7\" cy=\"3.7\" r=\"2.3\"/><circle cx=\"-4.4\" cy=\"-1.4\" r=\"2.3\"/><circle r=\"1.6\"/></g></svg>",
        round(x)
    );
}

fn weight(svg: &mut String, x: f64) {
    let _ = write!(
        svg,
        "<svg x=\"{}%\" y=\"10\"><path class=\"k\" d=\"{WEIGHT}\"/></svg>",
        round(x)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(y: i16, m: i8, d: i8) -> Date {
        Date::constant(y, m, d)
    }

    #[test]
    fn a_year_has_twelve_months_and_the_weight_hangs_where_the_day_is() {
        let (from, until, on) = (day(2026, 4, 1), day(2027, 3, 31), day(2026, 11, 23));
        assert_eq!((months(from, until), month_of(from, on)), (12, 8));
        let svg = Beam::Running { from, until, on }.draw("a \"label\"");
        // Four quarters of three dots, eight single dots; figures as in the drawing.
        assert_eq!(svg.matches("class=\"dot q\"").count(), 12);
        assert_eq!(svg.matches("r=\"2.8\"").count(), 8);
        assert!(
            svg.contains("<svg x=\"64.24%\" y=\"10\"><path class=\"k\"")
                && svg.contains("<svg x=\"98%\" y=\"10\"><g class=\"k dot\">"),
            "{svg}"
        );
        assert!(svg.contains("aria-label=\"a &quot;label&quot;\""));
    }

    #[test]
    fn past_its_end_the_beam_is_dashed_and_the_weight_beyond_the_plum() {
        let svg = Beam::Over {
            from: day(2025, 10, 1),
            until: day(2026, 9, 30),
            on: day(2026, 11, 23),
        }
        .draw("");
        assert!(svg.contains("class=\"gone\" x1=\"84%\""), "{svg}");
        assert!(svg.contains("<svg x=\"96.16%\" y=\"10\"><path"), "{svg}");
    }

    #[test]
    fn no_history_draws_beyond_the_beam() {
        let days = [
            day(1990, 1, 1),
            day(2026, 2, 28),
            day(2026, 3, 1),
            day(2027, 3, 31),
            day(2090, 12, 31),
        ];
        for from in days {
            for until in days {
                for on in days {
                    for beam in [
                        Beam::Running { from, until, on },
                        Beam::Over { from, until, on },
                        Beam::Cut {
                            from,
                            until: Some(until),
                            at: on,
                        },
                        Beam::Cut {
                            from,
                            until: None,
                            at: on,
                        },
                    ] {
                        for x in beam
                            .draw("")
                            .split("x=\"")
                            .skip(1)
                            .filter_map(|s| s.split('%').next()?.parse::<f64>().ok())
                        {
                            assert!((0.0..=100.0).contains(&x), "{beam:?}: {x}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_share_below_the_scale_has_no_beam() {
        assert!(
            rate_beam(986, 980, 900, "", "98%")
                .is_some_and(|svg| svg.contains(">98.6%<") && svg.contains("<svg x=\"84.56%\""))
        );
        assert_eq!(rate_beam(899, 980, 900, "", ""), None);
    }
}
