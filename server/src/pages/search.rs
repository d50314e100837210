//! `/search`

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chengxing_app::{
    Lang,
    pages::search::{Choice, PAGE, SearchPage, SearchQuery, SearchRow, reading},
};
use chengxing_metrology::{
    Date, InstrumentCode, KindId, RegionCode, Verdict, assess, fold, serial, terms,
};
use chengxing_storage::{Filter, Found, Search, StorageResult, Summary};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};

use super::{Circumstances, error::PageError};
use crate::{http::cache, present::page, state::AppState};

/// Terms beyond this are not looked at.
const MOST_TERMS: usize = 24;

/// The search page; a registered code leads straight to its instrument.
pub async fn get(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let circumstances = Circumstances::of(&uri);
    let asked = Asked::of(&state, &circumstances);
    if let Some(Ok(code)) = &asked.code
        && !state
            .repository
            .present(&[*code])
            .await
            .map_err(|e| PageError::storage(&state, &uri, &e))?
            .is_empty()
    {
        return Ok(see(&circumstances, *code));
    }
    let key = circumstances.key("/search", &["q", "verdict", "kind", "region", "from"]);
    cache::serve(&state, &headers, key, async |today| {
        let failed = |e| PageError::storage(&state, &uri, &e);
        let found = asked.find(&state, today).await.map_err(failed)?;
        let near = if found.total == 0 {
            crate::api::near(&*state.repository, &asked.understood)
                .await
                .unwrap_or_default()
        } else {
            Vec::new()
        };
        Ok(circumstances.render(
            &state,
            StatusCode::OK,
            asked.page(&state, circumstances.lang, found, &near, today),
        ))
    })
    .await
}

/// Leads to an instrument. Not permanent: what a text means may change.
fn see(circumstances: &Circumstances, code: InstrumentCode) -> Response {
    let size = if circumstances.large {
        "?size=large"
    } else {
        ""
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) =
        HeaderValue::from_str(&format!("{}/i/{code}{size}", circumstances.lang.prefix()))
    {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What an address asks for.
struct Asked {
    q: String,
    understood: String,
    code: Option<Result<InstrumentCode, chengxing_metrology::code::CodeError>>,
    verdict: Option<Verdict>,
    kind: Option<KindId>,
    region: Option<RegionCode>,
    from: usize,
}

impl Asked {
    /// Reads the parameters. A filter that names nothing is passed over: the reader sees that it is not set.
    fn of(state: &AppState, circumstances: &Circumstances) -> Self {
        let q = circumstances.parameter("q").unwrap_or_default().to_owned();
        let understood = fold::tidy(&q);
        Self {
            code: (!understood.is_empty())
                .then(|| reading(&understood))
                .flatten(),
            verdict: circumstances
                .parameter("verdict")
                .and_then(Verdict::from_word)
                .filter(|v| *v != Verdict::Unknown),
            kind: circumstances
                .parameter("kind")
                .and_then(|k| k.parse().ok())
                .filter(|k| state.rules.kind(k).is_some()),
            region: circumstances
                .parameter("region")
                .and_then(|r| r.parse().ok()),
            from: circumstances
                .parameter("from")
                .and_then(|f| f.parse().ok())
                .unwrap_or(0)
                .min(Search::MOST - PAGE),
            q,
            understood,
        }
    }

    async fn find(&self, state: &AppState, today: Date) -> StorageResult<Found> {
        if self.understood.is_empty() {
            return if self.verdict.is_some() || self.kind.is_some() || self.region.is_some() {
                self.list(state, today).await
            } else {
                Ok(Found::default())
            };
        }
        let serial_key = serial::key(&self.understood);
        // A word that names a kind narrows the rest; alone it is searched for among the types.
        let words: Vec<&str> = self.understood.split_whitespace().collect();
        let named = words
            .iter()
            .find_map(|w| state.rules.kind_named(w).map(|k| (*w, k.id.clone())))
            .filter(|_| words.len() > 1 && self.kind.is_none());
        let text = match &named {
            Some((word, _)) => words
                .iter()
                .filter(|w| *w != word)
                .copied()
                .collect::<Vec<_>>()
                .join(" "),
            None => self.understood.clone(),
        };
        let search = Search {
            serial_key: serial_key
                .chars()
                .any(|c| c.is_ascii_digit())
                .then_some(serial_key),
            terms: terms::of_query(&text, MOST_TERMS),
            kind: self.kind.clone().or(named.map(|(_, kind)| kind)),
            region: self.region,
            verdict: self.verdict,
            today,
            due_soon_days: state.due_soon_days(),
            offset: self.from,
            limit: PAGE,
        };
        state.repository.search(&search).await
    }

    /// Filters without a text: a list.
    async fn list(&self, state: &AppState, today: Date) -> StorageResult<Found> {
        let mut filter = Filter {
            kind: self.kind.clone(),
            region: self.region,
            verdict: self.verdict,
            due_soon_days: state.due_soon_days(),
            ..Filter::all(today, 100)
        };
        let mut items: Vec<Summary> = Vec::new();
        let mut more = false;
        // Ten looks are enough to fill what is counted, and a bound where few instruments fit.
        for _ in 0..Search::MOST / 100 {
            let page = state.repository.instruments(&filter).await?;
            items.extend(page.items);
            more = page.next.is_some();
            match page.next {
                Some(next) => filter.after = next,
                None => break,
            }
        }
        let total = items.len();
        let items = items.into_iter().skip(self.from).take(PAGE).collect();
        Ok(Found {
            items,
            total,
            more,
            ..Found::default()
        })
    }

    fn page(
        &self,
        state: &AppState,
        lang: Lang,
        found: Found,
        near: &[Summary],
        today: Date,
    ) -> SearchPage {
        let rules = &state.rules;
        let kind = |id: &KindId| Choice {
            value: id.to_string(),
            label: page::kind(rules, lang, id, None).name,
        };
        let region = |code: RegionCode| Choice {
            value: code.to_string(),
            label: page::region(&state.divisions, lang, Some(code))
                .unwrap_or_else(|| code.to_string()),
        };
        let row = |s: &Summary| {
            SearchRow::new(
                page::line(rules, lang, s, today),
                &assess(&s.history, today, rules.verdict.due_soon_days),
            )
        };
        SearchPage {
            query: SearchQuery {
                q: self.q.clone(),
                verdict: self.verdict,
                kind: self.kind.as_ref().map(kind),
                region: self.region.map(region),
                from: self.from,
            },
            understood: self.understood.clone(),
            code: self.code.clone(),
            rows: found.items.iter().map(row).collect(),
            total: found.total,
            more: found.more,
            verdicts: found.verdicts,
            kinds: found.kinds.iter().map(|(id, n)| (kind(id), *n)).collect(),
            regions: found
                .regions
                .iter()
                .map(|(code, n)| (region(*code), *n))
                .collect(),
            near: near
                .iter()
                .map(|s| page::line(rules, lang, s, today))
                .collect(),
        }
    }
}
