//! The demo region: synthetic records of a whole region, streamed.
//!
//! *Is:* institutions, notices, businesses and instruments with years of history over the real
//! divisions, deterministic by seed and day, in constant memory however many are asked for. The first
//! few dozen instruments are awkward on purpose ([`awkward`]).
//!
//! *Is not:* storage, and not a statement about anybody: makers, institutions, shops and owners are
//! invented.
//!
//! *The one rule:* nothing here may be taken for real. Names end in 演示; credit codes begin with `X1`
//! (no registration authority of GB 32100 is X) and carry `DEM` or `DEN` where the organisation code
//! stands; plates read 蒙A·演00001; households appear as a community without a door.

mod awkward;
mod block;
mod catalogue;
mod history;
mod land;
mod ledger;
mod names;
mod scramble;
mod stream;

use std::collections::HashSet;

use chengxing_metrology::{Divisions, InstrumentCode, Rules, record::Record};
use jiff::civil::Date;

/// What to make. The same plan makes the same records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many instruments; at most [`Plan::MOST`] are made.
    pub instruments: u64,
    /// Another seed makes another region.
    pub seed: u64,
    /// The day, Asia/Shanghai, on which the verdicts are as they should be.
    pub today: Date,
}

impl Plan {
    /// The most instruments that can be told apart: serial numbers end in eight digits of their own.
    pub const MOST: u64 = 100_000_000;

    /// Up to so many instruments every notice is looked up before it is announced; above it each period
    /// of each institution has so many verifications that none is empty.
    const COUNTED: u64 = 20_000;
}

/// Streams the records of the plan: institutions, notices, then for every instrument the instrument
/// itself, its verifications and its changes of state. Instruments of one business follow each other.
///
/// ```
/// use chengxing_demo::{Plan, records};
/// use chengxing_metrology::{Date, Divisions, Rules, record::Record};
/// let rules = Rules::parse(
///     "[[kind]]\nid = \"other\"\nzh = \"其他\"\nen = \"Other\"\nicon = \"m-mark\"\nmeasure_word = \"件\"",
///     "due_soon_days = 30\nsource = \"\"\nconfidence = \"?\"",
/// )?;
/// let divisions = Divisions::parse("150000,内蒙古自治区,Inner Mongolia\n150100,呼和浩特市,Hohhot\n150102,新城区,Xincheng District")?;
/// let plan = Plan { instruments: 100, seed: 1, today: Date::constant(2026, 11, 23) };
/// let made = records(&plan, &divisions, &rules).filter(|r| matches!(r, Record::Instrument(_))).count();
/// assert_eq!(made, 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn records(
    plan: &Plan,
    divisions: &Divisions,
    rules: &Rules,
) -> impl Iterator<Item = Record> + Send + use<> {
    let setup = stream::Setup::new(plan, divisions, rules);
    let named: Option<HashSet<String>> = (plan.instruments <= Plan::COUNTED).then(|| {
        let verified = stream::Instruments::new(setup.clone());
        verified
            .filter_map(|r| match r {
                Record::Verification(v) => v.notice,
                _ => None,
            })
            .collect()
    });
    let institutions: Vec<Record> = setup
        .land
        .institutions
        .iter()
        .cloned()
        .map(Record::Institution)
        .collect();
    let notices = setup
        .clone()
        .notices()
        .filter(move |n| named.as_ref().is_none_or(|named| named.contains(&n.number)));
    institutions
        .into_iter()
        .chain(notices.map(|n| Record::Notice(Box::new(n))))
        .chain(stream::Instruments::new(setup))
}

/// The codes of the awkward instruments with the word that says what is awkward about each
/// (`expires_today`, `html_in_names` …). The words stay as they are; tests refer to them.
pub fn awkward(plan: &Plan) -> Vec<(InstrumentCode, &'static str)> {
    let scramble = scramble::Scramble::new(plan.seed);
    let made = plan.instruments.min(Plan::MOST);
    (0..made)
        .zip(awkward::CASES)
        .map(|(i, case)| (scramble.code(i), case.word))
        .collect()
}
