//! What lists and searches ask for.

use chengxing_metrology::{Date, KindId, RegionCode, Verdict, terms::Term};

use crate::model::Summary;

/// Which instruments a list shows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The serial number, matched by its key.
    pub serial_number: Option<String>,
    /// The kind.
    pub kind: Option<KindId>,
    /// The division, those below it included.
    pub region: Option<RegionCode>,
    /// The verdict on the day.
    pub verdict: Option<Verdict>,
    /// The day.
    pub on: Date,
    /// Today: lists by verdict on another day must look at each history.
    pub today: Date,
    /// With this many days left or fewer a pass is due soon.
    pub due_soon_days: u16,
    /// Only instruments registered after this one ([`crate::Listing::next`]).
    pub after: i64,
    /// How many at most, 1 to 100.
    pub limit: usize,
}

impl Filter {
    /// How many instruments one page looks at when few of them fit.
    pub const LOOKED_AT: usize = 4_000;

    /// All instruments on a day.
    pub const fn all(today: Date, limit: usize) -> Self {
        Self {
            serial_number: None,
            kind: None,
            region: None,
            verdict: None,
            on: today,
            today,
            due_soon_days: 30,
            after: 0,
            limit,
        }
    }
}

/// A search by text.
#[derive(Clone, Debug)]
pub struct Search {
    /// The key of the whole query as a serial number, when it may be one.
    pub serial_key: Option<String>,
    /// The terms that holder, market, place and division, or else the type, must have.
    pub terms: Vec<Term>,
    /// The kind.
    pub kind: Option<KindId>,
    /// The division, those below it included.
    pub region: Option<RegionCode>,
    /// The verdict today.
    pub verdict: Option<Verdict>,
    /// Today.
    pub today: Date,
    /// With this many days left or fewer a pass is due soon.
    pub due_soon_days: u16,
    /// How many of those that fit to pass over.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
}

impl Search {
    /// How many candidates are looked at and counted.
    pub const MOST: usize = 1_000;
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The page asked for.
    pub items: Vec<Summary>,
    /// How many fit; exact unless [`Self::more`].
    pub total: usize,
    /// True when there are more candidates than were counted.
    pub more: bool,
    /// How many fit, by verdict, the other filters applied.
    pub verdicts: Vec<(Verdict, usize)>,
    /// By kind.
    pub kinds: Vec<(KindId, usize)>,
    /// By division.
    pub regions: Vec<(RegionCode, usize)>,
}

/// Which notices a list shows.
#[derive(Clone, Debug, Default)]
pub struct NoticeFilter {
    /// The division, those below it included.
    pub region: Option<RegionCode>,
    /// The year of publication.
    pub year: Option<i16>,
    /// Only notices older than this day and id.
    pub before: Option<(Date, i64)>,
    /// How many at most.
    pub limit: usize,
}

impl NoticeFilter {
    /// The first and the last day that the filter allows, as stored.
    pub(crate) fn days(&self) -> (i32, i32) {
        let day = |year, month, day| {
            chengxing_metrology::Date::new(year, month, day)
                .map(chengxing_metrology::clock::days_from_date)
        };
        self.year
            .and_then(|y| day(y, 1, 1).ok().zip(day(y, 12, 31).ok()))
            .unwrap_or((i32::MIN / 2, i32::MAX / 2))
    }

    /// Cuts the page out of notices that come newest first, passing over other divisions.
    pub(crate) fn page(
        &self,
        rows: impl Iterator<Item = crate::StorageResult<crate::NoticeRow>>,
    ) -> crate::StorageResult<crate::Listing<crate::NoticeRow>> {
        let mut items: Vec<crate::NoticeRow> = Vec::new();
        for row in rows {
            let row = row?;
            let fits = self.region.is_none_or(|r| {
                row.region
                    .is_some_and(|own| r.span().contains(&own.number()))
            });
            if !fits {
                continue;
            }
            if items.len() == self.limit {
                let next = items.last().map(|n| n.id);
                return Ok(crate::Listing { items, next });
            }
            items.push(row);
        }
        Ok(crate::Listing { items, next: None })
    }
}

/// A candidate of a search: what the facets need.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub id: i64,
    pub kind: String,
    pub region: Option<RegionCode>,
    pub verdict: Verdict,
}

/// Filters candidates, counts the facets and cuts the page: the same on both engines.
/// Each facet is counted with the other two filters applied, so that a reader sees what a change would give.
pub(crate) fn facets(search: &Search, candidates: &[Candidate]) -> (Found, Vec<i64>) {
    let kind = |c: &&Candidate| search.kind.as_ref().is_none_or(|k| k.as_str() == c.kind);
    let region = |c: &&Candidate| {
        search
            .region
            .is_none_or(|r| c.region.is_some_and(|own| r.span().contains(&own.number())))
    };
    let verdict = |c: &&Candidate| search.verdict.is_none_or(|v| v == c.verdict);
    let mut found = Found::default();
    count(
        &mut found.verdicts,
        candidates
            .iter()
            .filter(kind)
            .filter(region)
            .map(|c| c.verdict),
    );
    count(
        &mut found.kinds,
        candidates
            .iter()
            .filter(region)
            .filter(verdict)
            .filter_map(|c| c.kind.parse().ok()),
    );
    count(
        &mut found.regions,
        candidates
            .iter()
            .filter(kind)
            .filter(verdict)
            .filter_map(|c| c.region),
    );
    found.verdicts.sort_by_key(|(v, _)| *v);
    let fitting: Vec<i64> = candidates
        .iter()
        .filter(kind)
        .filter(region)
        .filter(verdict)
        .map(|c| c.id)
        .collect();
    found.total = fitting.len();
    found.more = candidates.len() >= Search::MOST;
    let page = fitting
        .into_iter()
        .skip(search.offset)
        .take(search.limit)
        .collect();
    (found, page)
}

fn count<T: PartialEq>(counts: &mut Vec<(T, usize)>, values: impl Iterator<Item = T>) {
    for value in values {
        match counts.iter_mut().find(|(v, _)| *v == value) {
            Some((_, n)) => *n += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
}

/// The index that a list runs along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Driver {
    Serial(String),
    Region(u32),
    Basis(i16),
    Kind(String),
    All,
}

impl Filter {
    /// The most selective index that the filter allows. What it does not decide is looked at row by row.
    pub(crate) fn driver(&self) -> Driver {
        use crate::register::Basis;
        if let Some(serial) = &self.serial_number {
            return Driver::Serial(chengxing_metrology::serial::key(serial));
        }
        let rare = match self.verdict.filter(|_| self.on == self.today) {
            Some(Verdict::Failed) => Some(Basis::Failed),
            Some(Verdict::NeverVerified) => Some(Basis::Never),
            _ => None,
        };
        if let Some(basis) = rare {
            return Driver::Basis(basis as i16);
        }
        match (&self.kind, self.region) {
            (_, Some(region)) if *region.span().start() == *region.span().end() => {
                Driver::Region(region.number())
            }
            (Some(kind), _) => Driver::Kind(kind.as_str().to_owned()),
            _ => Driver::All,
        }
    }

    /// Whether a candidate passes, its verdict on the day aside.
    pub(crate) fn fits(&self, candidate: &Candidate) -> bool {
        self.kind
            .as_ref()
            .is_none_or(|k| k.as_str() == candidate.kind)
            && self.region.is_none_or(|r| {
                candidate
                    .region
                    .is_some_and(|own| r.span().contains(&own.number()))
            })
    }
}
