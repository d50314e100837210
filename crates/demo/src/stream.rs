//! The stream of instruments with their records.

use std::{collections::VecDeque, sync::Arc};

use chengxing_metrology::{
    CertificateNumber, Conclusion, Date, Divisions, Rules, VerificationType,
    record::{Instrument, Notice, Record, StateRecord, Verification},
};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{
    Plan,
    awkward::{CASES, Case},
    block::{self, Block},
    catalogue::{Kind, Law},
    history::{Check, Timeline, drawn},
    land::Land,
    ledger::{self, Ledger},
    scramble::Scramble,
};

/// All that the records are made from.
#[derive(Clone, Debug)]
pub struct Setup {
    plan: Plan,
    pub land: Arc<Land>,
    laws: Arc<[Law]>,
    ledger: Ledger,
    scramble: Scramble,
}

impl Setup {
    pub fn new(plan: &Plan, divisions: &Divisions, rules: &Rules) -> Self {
        let plan = Plan {
            instruments: plan.instruments.min(Plan::MOST),
            ..plan.clone()
        };
        let land = Land::new(divisions);
        let laws: Arc<[Law]> = Kind::ALL.iter().map(|kind| Law::of(*kind, rules)).collect();
        let ledger = Ledger::new(&land, plan.instruments, &block::shares(), &laws, plan.today);
        Self {
            scramble: Scramble::new(plan.seed),
            plan,
            land: Arc::new(land),
            laws,
            ledger,
        }
    }

    /// All notices: those of one verification first, then by institution and period.
    pub fn notices(self) -> impl Iterator<Item = Notice> + Send {
        let alone: Vec<Notice> = CASES
            .iter()
            .enumerate()
            .filter(|(i, case)| case.alone && (*i as u64) < self.plan.instruments)
            .filter_map(|(i, case)| {
                let on = (case.timeline)(self.plan.today).checks.last()?.on;
                let institution = self
                    .land
                    .institution(case.kind.served_by(), i % self.land.counties.len());
                Some(ledger::notice(
                    alone(on, i),
                    on,
                    on,
                    on,
                    &self.land.institutions[institution],
                ))
            })
            .collect();
        alone
            .into_iter()
            .chain(self.ledger.notices(self.land.institutions.clone()))
    }

    /// Writes out one instrument with its history.
    fn write(
        &self,
        index: u64,
        block: &Block,
        ordinal: u32,
        case: Option<&Case>,
        rng: &mut ChaCha8Rng,
        to: &mut VecDeque<Record>,
    ) {
        let law = &self.laws[block.kind as usize];
        let timeline = match case {
            Some(case) => (case.timeline)(self.plan.today),
            None => drawn(rng, law.months, law.initial_only, self.plan.today),
        };
        let made = timeline.checks.first().map_or(self.plan.today, |c| c.on);
        let mut instrument = block.instrument(
            &self.land,
            self.scramble,
            ordinal,
            index,
            made,
            law.kind.clone(),
        );
        if let Some(case) = case {
            (case.dress)(&mut instrument);
        }
        to.push_back(Record::Instrument(Box::new(instrument.clone())));
        let Timeline { checks, changes } = timeline;
        let last = checks.len().saturating_sub(1);
        for (i, check) in checks.into_iter().enumerate() {
            let alone = (i == last && case.is_some_and(|c| c.alone))
                .then(|| alone(check.on, index as usize));
            to.push_back(Record::Verification(Box::new(self.verification(
                index,
                block,
                check,
                alone,
                &instrument,
                rng,
            ))));
        }
        for change in changes {
            to.push_back(Record::State(Box::new(StateRecord {
                instrument: instrument.clone(),
                on: change.on,
                state: change.state,
                ground: Some(change.ground.to_owned()),
            })));
        }
    }

    fn verification(
        &self,
        index: u64,
        block: &Block,
        check: Check,
        alone: Option<String>,
        instrument: &Instrument,
        rng: &mut impl Rng,
    ) -> Verification {
        let institution = self.land.institution(block.kind.served_by(), block.county);
        let passed = check.conclusion == Conclusion::Pass;
        let part = f64::from(rng.random::<u16>()) / 65_536.0;
        let period = self.ledger.period(institution, check.on, part);
        let notice = alone.or_else(|| period.map(|p| self.ledger.number(institution, p).0));
        let error = rng
            .random_ratio(7, 10)
            .then(|| block.kind.measured(block.model(), passed, rng))
            .flatten();
        // 检定证书, 检定结果通知书 where it failed, and the record of an inspection: three series, so that
        // two of one day differ.
        let letters = match (check.kind, passed) {
            (VerificationType::InService, _) => "JC",
            (_, true) => "YJ",
            (_, false) => "JT",
        };
        let (year, month, day) = (check.on.year(), check.on.month(), check.on.day());
        Verification {
            instrument: instrument.clone(),
            kind: check.kind,
            conclusion: check.conclusion,
            on: check.on,
            valid_until: check.until,
            certificate: CertificateNumber::new(&format!(
                "{letters}-{year}-{month:02}{day:02}-{:04}",
                index + 1
            )),
            institution: self.land.institutions[institution].clone(),
            regulation: self.laws[block.kind as usize].regulation(check.on, block.variant()),
            standard: Some(block.kind.standard().to_owned()),
            error,
            notice,
        }
    }
}

/// The number of a notice that lists one verification.
fn alone(on: Date, case: usize) -> String {
    format!("演检公〔{}〕特{}号", on.year(), case + 1)
}

/// Streams instruments, each followed by its records.
pub struct Instruments {
    setup: Setup,
    random: ChaCha8Rng,
    /// The next instrument.
    index: u64,
    /// The next business.
    business: u64,
    /// The records of the current business that are still to come.
    ready: VecDeque<Record>,
}

impl Instruments {
    pub fn new(setup: Setup) -> Self {
        let random = ChaCha8Rng::seed_from_u64(setup.plan.seed);
        Self {
            setup,
            random,
            index: 0,
            business: 0,
            ready: VecDeque::new(),
        }
    }

    /// Every business has its own stream of random numbers, so its records depend on its number alone.
    fn fill(&mut self) {
        let mut rng = self.random.clone();
        rng.set_stream(self.business);
        let Setup { land, scramble, .. } = &self.setup;
        let case = CASES.get(self.business as usize);
        let block = match case {
            Some(case) => Block::single(land, *scramble, self.business, case.kind, &mut rng),
            None => Block::draw(land, *scramble, self.business, &mut rng),
        };
        let left = self.setup.plan.instruments - self.index;
        for ordinal in 0..u64::from(block.size).min(left) as u32 {
            self.setup
                .write(self.index, &block, ordinal, case, &mut rng, &mut self.ready);
            self.index += 1;
        }
        self.business += 1;
    }
}

impl Iterator for Instruments {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.ready.is_empty() && self.index < self.setup.plan.instruments {
            self.fill();
        }
        self.ready.pop_front()
    }
}
