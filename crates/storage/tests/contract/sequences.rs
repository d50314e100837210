//! Ten thousand random operations, step by step on both engines: the same answers in the same order.

use std::fmt::Write;

use chengxing_metrology::{
    Conclusion, CreditCode, Date, InstrumentCode, RegionCode, Service, Verdict, VerificationType,
    record::{Business, Institution, Instrument, MeasuredError, Record},
    serial, terms,
};
use chengxing_storage::{Filter, Finding, NoticeFilter, Search, Session};
use jiff::ToSpan;
use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use crate::{
    engine::{Engine, TODAY},
    lists::recount,
    records::*,
};

/// Sequences of one test; there are four tests.
const SEQUENCES: u32 = 100;
const STEPS: u32 = 25;

/// One operation.
#[derive(Debug)]
enum Step {
    Put(Vec<Record>),
    Commit,
    Rollback,
    Drop,
    Roll(Date),
    List(Filter),
    Search(Search),
    Places(String),
    Notices(NoticeFilter),
    Results(String, usize),
    /// Every dossier after this place, the pulse and what has been published since.
    Everything(i64, i64),
}

/// What one sequence draws from: a world of its own, so that sequences share a register but no thing.
struct World {
    random: ChaCha8Rng,
    number: u32,
    today: Date,
    /// Instruments and publications that were there before.
    instruments: i64,
    publications: i64,
    codes: Vec<InstrumentCode>,
}

impl World {
    fn region(&self) -> RegionCode {
        RegionCode::from_number(150_000 + 100 * (1 + self.number / 90) + 1 + self.number % 90)
            .unwrap()
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.random.random_range(0..n) == 0
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        *list.choose(&mut self.random).unwrap()
    }

    fn word(&mut self, words: &[&str]) -> Option<String> {
        (!self.one_in(4)).then(|| self.pick(words).to_owned())
    }

    fn date(&mut self) -> Date {
        let ago = self.pick(&[-20, -3, -1, 0, 1, 10, 10, 200, 200, 400, 400, 800]);
        self.today.checked_sub(ago.days()).unwrap()
    }

    fn business(&mut self) -> Business {
        let n = self.number;
        let uscc = self.one_in(2).then(|| self.random.random_range(0..3));
        let name = self.pick(&["老王鲜肉铺", "老王 鲜肉铺", "王记鲜肉铺", "便民超市"]);
        Business {
            uscc: uscc.map(|u| CreditCode::with_check(&format!("921501{n:05}MA0N1{u}")).unwrap()),
            name: format!("{name}{n}"),
            category: self.word(&["摊位", "超市"]),
            owner: self.word(&["王小明", "李四"]),
            market: self.word(&["新华市场", "东风市场"]),
            region: self.one_in(2).then(|| self.region()),
        }
    }

    fn institution(&mut self) -> Institution {
        let name = self.pick(&["新城区计量所", "新城区 计量所", "市计量院"]);
        Institution {
            name: format!("{name}{}", self.number),
            scope: self.one_in(4).then(|| "衡器".to_owned()),
            region: self.one_in(4).then(|| self.region()),
        }
    }

    fn instrument(&mut self) -> Instrument {
        let n = self.number;
        let serial = self.random.random_range(0..8);
        let spelled = self.pick(&["Q{}-{}", "q {} {}", "Q{}{}"]);
        let serial = spelled.replacen("{}", &format!("{n:04}"), 1).replacen(
            "{}",
            &format!("{serial:03}"),
            1,
        );
        Instrument {
            code: if self.one_in(4) && !self.codes.is_empty() {
                let codes = self.codes.clone();
                Some(self.pick(&codes))
            } else {
                self.one_in(12).then(|| {
                    InstrumentCode::from_bits(
                        u64::from(n) << 20 | u64::from(self.random.random_range(0..3_u8)),
                    )
                })
            },
            kind: kind(self.pick(&[
                "price_computing_scale",
                "price_computing_scale",
                "fuel_dispenser",
                "other",
            ])),
            type_name: self.one_in(5).then(|| "台秤".to_owned()),
            type_approval: self.one_in(3).then(|| format!("2019F{n}-15")),
            model: self.word(&["ACS-30", "ACS-15"]),
            maker: self.one_in(4).then(|| "衡丰衡器厂".to_owned()),
            serial_number: (!self.one_in(10)).then_some(serial),
            maker_uid: self
                .one_in(10)
                .then(|| format!("MU{n}-{}", self.random.random_range(0..3_u8))),
            accuracy_class: self.word(&["Ⅲ"]),
            capacity: self.word(&["30 kg", "15 kg"]),
            holder: self.one_in(2).then(|| self.business()),
            place: self.word(&["12号摊", "13号摊", "东门 公平秤"]),
            region: (!self.one_in(3)).then(|| self.region()),
        }
    }

    fn record(&mut self) -> Record {
        match self.random.random_range(0..20) {
            0..11 => {
                let mut told = checked(
                    self.instrument(),
                    self.date(),
                    if self.one_in(3) { FAIL } else { PASS },
                );
                told.kind = self.pick(VerificationType::ALL);
                if told.conclusion == Conclusion::Pass && self.one_in(2) {
                    told.valid_until = told.on.checked_add(self.pick(&[10, 180, 365]).days()).ok();
                }
                told.certificate = (!self.one_in(3)).then(|| {
                    certificate(&format!(
                        "C{}-{}",
                        self.number,
                        self.random.random_range(0..8_u8)
                    ))
                    .unwrap()
                });
                told.institution = self.institution();
                told.regulation = self.word(&["JJG 539-2016"]);
                told.standard = self.word(&["F2"]);
                told.error = self.one_in(4).then(|| MeasuredError {
                    at: None,
                    error: "−18 g".into(),
                    limit: text("±5 g"),
                });
                told.notice = self.one_in(2).then(|| self.notice_number());
                verification(told)
            }
            11..14 => instrument(self.instrument()),
            14..16 => {
                let told = self.instrument();
                let on = self.date();
                state(told, on, self.pick(Service::ALL))
            }
            16..18 => Record::Business(Box::new(self.business())),
            18 => Record::Institution(self.institution()),
            _ => {
                let number = self.notice_number();
                let on = self.date();
                let mut told = notice(&number, self.pick(&["公示", "检定结果公示"]), on);
                told.institution = self.institution();
                told.region = self.one_in(2).then(|| self.region());
                published(told)
            }
        }
    }

    fn notice_number(&mut self) -> String {
        format!(
            "演检公〔{}〕{}号",
            self.number,
            self.random.random_range(0..3_u8)
        )
    }

    fn filter(&mut self) -> Filter {
        let on = if self.one_in(2) {
            self.today
        } else {
            self.date()
        };
        Filter {
            serial_number: self.one_in(3).then(|| {
                format!(
                    "q{:04}{:03}",
                    self.number,
                    self.random.random_range(0..8_u8)
                )
            }),
            kind: self
                .one_in(3)
                .then(|| kind(self.pick(&["price_computing_scale", "fuel_dispenser"]))),
            region: self.one_in(3).then(|| self.region()),
            verdict: self.one_in(2).then(|| self.pick(Verdict::ALL)),
            on,
            today: self.today,
            due_soon_days: 30,
            after: self.instruments,
            limit: self.random.random_range(1..5),
        }
    }

    fn step(&mut self) -> Step {
        match self.random.random_range(0..25) {
            0..11 => Step::Put(
                (0..self.random.random_range(1..4))
                    .map(|_| self.record())
                    .collect(),
            ),
            11..15 => Step::Commit,
            15 => Step::Rollback,
            16 => Step::Drop,
            17 => {
                self.today = self
                    .today
                    .checked_add(self.pick(&[1, 3, 30]).days())
                    .unwrap();
                Step::Roll(self.today)
            }
            18..20 => Step::List(self.filter()),
            20 => {
                let n = self.number;
                let asked = self
                    .pick(&["q{}", "鲜肉铺{}", "便民 超市{}", "东门", "acs"])
                    .replace("{}", &format!("{n:04}"));
                Step::Search(Search {
                    serial_key: Some(serial::key(&asked)),
                    terms: terms::of_query(&asked, 16),
                    kind: None,
                    region: Some(self.region()).filter(|_| self.one_in(2)),
                    verdict: self.one_in(3).then(|| self.pick(Verdict::ALL)),
                    today: self.today,
                    due_soon_days: 30,
                    offset: self.random.random_range(0..2),
                    limit: 5,
                })
            }
            21 => Step::Places(format!("鲜肉铺{}", self.number)),
            22 => Step::Notices(NoticeFilter {
                region: self.one_in(2).then(|| self.region()),
                year: None,
                before: None,
                limit: 3,
            }),
            23 => Step::Results(self.notice_number(), self.random.random_range(1..4)),
            _ => Step::Everything(self.instruments, self.publications),
        }
    }
}

/// Performs a step and gives all that it answers, as text. The engines must not differ in one letter.
async fn perform(
    engine: &Engine,
    session: &mut Option<Box<dyn Session>>,
    today: Date,
    step: &Step,
) -> String {
    let repository = &engine.repository;
    match step {
        Step::Put(records) => {
            if session.is_none() {
                *session = Some(repository.begin(engine.options(today)).await.unwrap());
            }
            let session = session.as_mut().unwrap();
            let errors = engine.put(session, records.clone()).await.unwrap();
            format!("{errors:?} {:?}", session.outcome())
        }
        Step::Commit => match session.take() {
            Some(session) => format!("{:?}", session.commit().await.unwrap()),
            None => String::new(),
        },
        Step::Rollback => match session.take() {
            Some(session) => format!("{:?}", session.rollback().await.unwrap()),
            None => String::new(),
        },
        Step::Drop => format!("{}", session.take().is_some()),
        Step::Roll(today) => {
            // Rolling waits for the session that is open.
            if let Some(session) = session.take() {
                session.commit().await.unwrap();
            }
            format!("{:?}", repository.roll(*today).await.unwrap())
        }
        Step::List(filter) => format!("{:?}", repository.instruments(filter).await.unwrap()),
        Step::Search(search) => format!("{:?}", repository.search(search).await.unwrap()),
        Step::Places(text) => format!(
            "{:?}",
            repository
                .places(&terms::of_query(text, 8), 10)
                .await
                .unwrap()
        ),
        Step::Notices(filter) => format!("{:?}", repository.notices(filter).await.unwrap()),
        Step::Results(number, limit) => {
            let Some(notice) = repository.notice(number).await.unwrap() else {
                return String::new();
            };
            let mut told = format!("{notice:?}");
            let mut after = None;
            loop {
                let page = repository
                    .notice_results(notice.id, after, *limit)
                    .await
                    .unwrap();
                let Some(last) = page.last() else { return told };
                after = Some((last.conclusion == PASS, last.seq));
                write!(told, "{page:?}").unwrap();
            }
        }
        Step::Everything(instruments, publications) => {
            let all = engine
                .list(Filter {
                    after: *instruments,
                    ..Filter::all(today, 50)
                })
                .await;
            let mut told = format!("{:?}", repository.pulse().await.unwrap());
            for summary in all {
                write!(
                    told,
                    "\n{:?}",
                    repository.dossier(summary.code).await.unwrap()
                )
                .unwrap();
            }
            for publication in repository
                .publications(*publications, 10_000)
                .await
                .unwrap()
            {
                write!(
                    told,
                    "\n{publication:?} {}",
                    String::from_utf8_lossy(&publication.body)
                )
                .unwrap();
            }
            told
        }
    }
}

#[tokio::test]
async fn random_operations_have_the_same_answers_on_both_engines() {
    Box::pin(compare(0)).await;
}

#[tokio::test]
async fn so_have_others() {
    Box::pin(compare(SEQUENCES)).await;
}

#[tokio::test]
async fn and_others() {
    Box::pin(compare(2 * SEQUENCES)).await;
}

#[tokio::test]
async fn and_the_last() {
    Box::pin(compare(3 * SEQUENCES)).await;
}

async fn compare(first: u32) {
    let engines = [Engine::sqlite().await, Engine::postgres().await];
    let (mut today, mut last) = (TODAY, 0);
    for number in first..first + SEQUENCES {
        let pulse = engines[0].repository.pulse().await.unwrap();
        let mut world = World {
            random: ChaCha8Rng::seed_from_u64(u64::from(number)),
            number,
            today,
            instruments: engines[0].last_place(last).await,
            publications: pulse.publications,
            codes: Vec::new(),
        };
        let mut sessions = [None, None];
        let mut steps = Vec::new();
        for i in 0..STEPS {
            let step = if i + 1 < STEPS {
                world.step()
            } else {
                for (engine, session) in engines.iter().zip(&mut sessions) {
                    perform(engine, session, world.today, &Step::Commit).await;
                }
                Step::Everything(world.instruments, world.publications)
            };
            let mut answers = Vec::new();
            for (engine, session) in engines.iter().zip(&mut sessions) {
                answers.push(perform(engine, session, world.today, &step).await);
            }
            steps.push(step);
            assert_eq!(answers[0], answers[1], "sequence {number}: {steps:#?}");
            if matches!(steps.last(), Some(Step::Commit)) {
                let after = Filter {
                    after: world.instruments,
                    ..Filter::all(world.today, 100)
                };
                world.codes = engines[0]
                    .list(after)
                    .await
                    .iter()
                    .map(|s| s.code)
                    .collect();
            }
        }
        today = world.today;
        last = world.instruments;
    }
    for engine in &engines {
        let mut found: Vec<Finding> = Vec::new();
        engine
            .repository
            .check(&mut |finding| found.push(finding))
            .await
            .unwrap();
        // Sequences rename holders, which is a note about each of their instruments.
        found.retain(|f| !f.is_note());
        assert_eq!(found, []);
        let mut recounted = recount(engine, today).await;
        let figures = engine.repository.figures(today, 30).await.unwrap();
        recounted.notices = figures.notices;
        assert_eq!(figures, recounted);
    }
}
