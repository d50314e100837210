//! Notices: which one lists a verification, by arithmetic alone, and all of them in order.
//!
//! Eighteen months of each institution are divided into periods so that a notice lists about
//! a hundred verifications; every full twelve periods are of very different length, so that lists are
//! from a dozen to about five hundred long. Institutions publish on different days: what was verified
//! after the last period of one is not published yet.

use chengxing_metrology::{
    Date, RegionCode,
    clock::{date_from_days, days_from_date},
    record::{Institution, Notice},
};

use crate::{
    catalogue::{Kind, Law},
    land::Land,
};

/// Eighteen months.
const DAYS: i32 = 549;
/// Days from the end of a period to its notice.
const PRINTING: i32 = 2;
/// Ends of twelve periods, as parts of twelve.
const ENDS: [f64; 12] = [0.2, 0.4, 0.7, 1.0, 1.5, 2.1, 2.8, 3.7, 4.8, 6.2, 8.4, 12.0];

/// The periods of every institution.
#[derive(Clone, Debug)]
pub struct Ledger {
    today: i32,
    periods: Vec<u32>,
}

impl Ledger {
    /// `shares` are the shares of the kinds among all instruments.
    pub fn new(
        land: &Land,
        instruments: u64,
        shares: &[(Kind, f64)],
        laws: &[Law],
        today: Date,
    ) -> Self {
        let periods = (0..land.institutions.len())
            .map(|institution| {
                let expected: f64 = shares
                    .iter()
                    .map(|(kind, share)| {
                        let a_year = 12.0 / f64::from(laws[*kind as usize].months);
                        instruments as f64
                            * share
                            * a_year
                            * 1.5
                            * land.share(institution, kind.served_by())
                    })
                    .sum();
                (expected / 100.0).round().clamp(3.0, 1e8) as u32
            })
            .collect();
        Self {
            today: days_from_date(today),
            periods,
        }
    }

    /// The first of an institution's eighteen months. Its last notice appeared between today and six
    /// weeks ago.
    fn start(&self, institution: usize) -> i32 {
        self.today - PRINTING - (institution * 17 % 43) as i32 - DAYS + 1
    }

    /// The period of an institution in which a verification lies: `part` (0 to 1) tells the hour of day.
    pub fn period(&self, institution: usize, on: Date, part: f64) -> Option<u32> {
        let day = days_from_date(on) - self.start(institution);
        if !(0..DAYS).contains(&day) {
            return None;
        }
        let periods = self.periods[institution];
        let at = (f64::from(day) + part) / f64::from(DAYS) * f64::from(periods);
        let turn = (at / 12.0) as u32;
        if turn == periods / 12 {
            return Some((at as u32).min(periods - 1));
        }
        let place = ENDS
            .partition_point(|end| *end <= at - f64::from(turn) * 12.0)
            .min(11) as u32;
        Some(turn * 12 + place)
    }

    /// The number and the day of the notice of a period.
    pub fn number(&self, institution: usize, period: u32) -> (String, Date) {
        let on = plus(
            self.start(institution),
            self.end(institution, period) + PRINTING,
        );
        let number = u64::from(period) * self.periods.len() as u64 + institution as u64 + 1;
        (format!("演检公〔{}〕{number}号", on.year()), on)
    }

    /// The last day of a period, counted from the start.
    fn end(&self, institution: usize, period: u32) -> i32 {
        let periods = self.periods[institution];
        let turn = period / 12;
        let end = if turn == periods / 12 {
            f64::from(period + 1)
        } else {
            f64::from(turn * 12) + ENDS[period as usize % 12]
        };
        ((end / f64::from(periods) * f64::from(DAYS)).ceil() as i32 - 1).clamp(0, DAYS - 1)
    }

    /// All notices, institution by institution.
    pub fn notices(self, institutions: Vec<Institution>) -> impl Iterator<Item = Notice> + Send {
        institutions
            .into_iter()
            .enumerate()
            .flat_map(move |(i, institution)| {
                let ledger = self.clone();
                (0..ledger.periods[i]).map(move |period| {
                    let (number, on) = ledger.number(i, period);
                    let from = if period == 0 {
                        0
                    } else {
                        ledger.end(i, period - 1)
                    };
                    let start = ledger.start(i);
                    notice(
                        number,
                        on,
                        plus(start, from),
                        plus(start, ledger.end(i, period)),
                        &institution,
                    )
                })
            })
    }
}

/// A notice of what was verified from one day to another.
pub fn notice(number: String, on: Date, from: Date, to: Date, institution: &Institution) -> Notice {
    let day = |d: Date| format!("{}年{}月{}日", d.year(), d.month(), d.day());
    let who = institution.name.trim_end_matches("（演示）");
    let span = if from == to {
        day(from)
    } else {
        format!("{}至{}", day(from), day(to))
    };
    let region: Option<RegionCode> = institution.region;
    Notice {
        number,
        title: format!("{who}检定公示，{span}（演示）"),
        on,
        institution: institution.clone(),
        region,
    }
}

fn plus(start: i32, days: i32) -> Date {
    date_from_days(i64::from(start) + i64::from(days))
}
