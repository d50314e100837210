//! Adds up what publications claim and takes away what rows claim. Where both say the same every sum is
//! nothing; one that is not tells in which group of instruments or notices something is wrong, and a second
//! reading names it.
//!
//! A claim is added as a random 128-bit number that is its own for this run, so claims that do not cancel
//! give nothing with a probability of 2⁻¹²⁸, by chance and on purpose alike.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasher, Hash, RandomState},
};

use chengxing_metrology::InstrumentCode;

use super::Finding;

/// What publications are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Subject {
    /// An instrument, by the bits of its code.
    Instrument(i64),
    /// A notice, by its key.
    Notice(i64),
}

/// Something that two sides say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Claim {
    /// The subject begins: the first publication about it, and its row.
    First(Subject),
    /// The publication is about the subject; the next one and the row name it as the one before, the newest.
    Link(Subject, i64),
    /// The publication is corrected by that one: publication and row of an instrument.
    Corrected(i64, i64, i64),
    /// A change of state of the instrument with this id, and the count in its row.
    State(i64),
    /// A result of the notice with this id, and the count in its row.
    Result(i64),
    /// A failed one.
    Failed(i64),
}

impl Claim {
    /// All claims about one thing lie in one group.
    fn group(&self, random: &RandomState) -> usize {
        let hash = match self {
            Self::First(subject) | Self::Link(subject, _) => random.hash_one(subject),
            Self::Corrected(code, ..) => random.hash_one(Subject::Instrument(*code)),
            Self::State(id) => random.hash_one(("instrument", id)),
            Self::Result(id) | Self::Failed(id) => random.hash_one(("notice", id)),
        };
        (hash % GROUPS as u64) as usize
    }

    /// What it means that it stands on one side only: the publications' (or the rows that are counted), or
    /// the register's (or the count).
    fn finding(self, surplus: i64) -> Finding {
        let name = |subject| match subject {
            Subject::Instrument(code) => format!(
                "instrument {}",
                InstrumentCode::from_bits(code.cast_unsigned())
            ),
            Subject::Notice(_) => "notice".to_owned(),
        };
        let chain = |subject, reason| Finding::Chain {
            subject: name(subject),
            reason,
        };
        let counted = |table, row, field| Finding::Miscounted {
            table,
            row,
            field,
            by: -surplus,
        };
        match self {
            Self::First(subject) if surplus > 0 => {
                chain(subject, "is published, and has no row".to_owned())
            }
            Self::First(subject) => {
                chain(subject, "has a row, and no first publication".to_owned())
            }
            Self::Link(subject, seq) if surplus > 0 => chain(
                subject,
                format!(
                    "publication {seq} is neither its newest in the register nor followed by another"
                ),
            ),
            Self::Link(subject, seq) => chain(
                subject,
                format!(
                    "publication {seq} is named as its newest or as the one before, and is neither"
                ),
            ),
            Self::Corrected(code, old, new) if surplus > 0 => chain(
                Subject::Instrument(code),
                format!("publication {new} corrects {old}, and the row of {old} does not say so"),
            ),
            Self::Corrected(code, old, new) => chain(
                Subject::Instrument(code),
                format!("the row of {old} says that {new} corrects it, and no publication does"),
            ),
            Self::State(id) => counted("instruments", format!("id {id}"), "states"),
            Self::Result(id) => counted("notices", format!("id {id}"), "results"),
            Self::Failed(id) => counted("notices", format!("id {id}"), "failed"),
        }
    }
}

/// Enough that a group of 10 million instruments is read into memory easily, few enough that the sums are
/// no burden.
const GROUPS: usize = 1 << 15;
/// How many groups that do not add up are looked into.
const LOOKED_INTO: usize = 32;

/// The sums, or, at the second reading, the claims of the groups that do not add up.
pub(super) struct Ledger {
    random: [RandomState; 3],
    sums: Vec<u128>,
    looked_into: BTreeSet<usize>,
    claims: HashMap<Claim, i64>,
    second: bool,
}

impl Ledger {
    pub fn new() -> Self {
        Self {
            random: [(); 3].map(|()| RandomState::new()),
            sums: vec![0; GROUPS],
            looked_into: BTreeSet::new(),
            claims: HashMap::new(),
            second: false,
        }
    }

    /// Adds a claim `n` times; publications and rows that are counted add, what names them takes away.
    pub fn add(&mut self, claim: Claim, n: i64) {
        let group = claim.group(&self.random[0]);
        if self.second {
            if self.looked_into.contains(&group) {
                *self.claims.entry(claim).or_default() += n;
            }
            return;
        }
        let number = u128::from(self.random[1].hash_one(claim)) << 64
            | u128::from(self.random[2].hash_one(claim));
        self.sums[group] =
            self.sums[group].wrapping_add(number.wrapping_mul(i128::from(n).cast_unsigned()));
    }

    /// Whether a second reading is needed; if so, gets ready for it.
    pub fn look_again(&mut self) -> bool {
        let wrong = (0..GROUPS).filter(|g| self.sums[*g] != 0);
        self.looked_into = wrong.take(LOOKED_INTO).collect();
        self.second = true;
        !self.looked_into.is_empty()
    }

    /// What the second reading has found.
    pub fn findings(&self) -> Vec<Finding> {
        let wrong: BTreeMap<_, _> = self.claims.iter().filter(|(_, n)| **n != 0).collect();
        let more = self.sums.iter().filter(|s| **s != 0).count() - self.looked_into.len();
        wrong
            .into_iter()
            .map(|(claim, n)| claim.finding(*n))
            .chain((more > 0).then_some(Finding::More(more)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_that_cancel_leave_nothing() {
        let mut ledger = Ledger::new();
        for seq in 0..100 {
            ledger.add(Claim::Link(Subject::Instrument(seq % 7), seq), 1);
        }
        ledger.add(Claim::State(5), 3);
        for seq in (0..100).rev() {
            ledger.add(Claim::Link(Subject::Instrument(seq % 7), seq), -1);
        }
        ledger.add(Claim::State(5), -3);
        assert!(!ledger.look_again());
    }

    #[test]
    fn a_claim_on_one_side_is_named_at_the_second_reading() {
        let mut ledger = Ledger::new();
        let read = |ledger: &mut Ledger| {
            for seq in 0..100 {
                ledger.add(Claim::Link(Subject::Instrument(7), seq), 1);
                ledger.add(Claim::Link(Subject::Instrument(7), seq + 1), -1);
            }
        };
        read(&mut ledger);
        assert!(ledger.look_again());
        read(&mut ledger);
        let found = ledger.findings();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            matches!(&found[0], Finding::Chain { reason, .. } if reason.contains("publication 0 "))
        );
        assert!(
            matches!(&found[1], Finding::Chain { reason, .. } if reason.contains("publication 100 "))
        );
    }

    #[test]
    fn where_everything_is_wrong_the_rest_is_counted() {
        let mut ledger = Ledger::new();
        for _ in 0..2 {
            for code in 0..1_000 {
                ledger.add(Claim::First(Subject::Instrument(code)), 1);
            }
            ledger.look_again();
        }
        assert!(matches!(ledger.findings().last(), Some(Finding::More(n)) if *n > 900));
    }
}
