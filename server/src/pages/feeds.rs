//! `/feeds/notices.atom` and `/feeds/notices.json` (JSON Feed 1.1).

use atom_syndication::{
    ContentBuilder, EntryBuilder, FeedBuilder, LinkBuilder, PersonBuilder, Text,
};
use axum::{extract::State, response::Response};
use chengxing_metrology::clock;
use chengxing_storage::{NoticeFilter, NoticeRow};
use http::HeaderMap;

use crate::{
    http::{
        cache::{self, Made},
        problem::ApiError,
    },
    present::wire,
    state::AppState,
};

/// How many notices a feed holds.
const ENTRIES: usize = 50;

async fn newest(state: &AppState) -> Result<Vec<NoticeRow>, ApiError> {
    let filter = NoticeFilter {
        limit: ENTRIES,
        ..NoticeFilter::default()
    };
    Ok(state.repository.notices(&filter).await?.items)
}

/// The counts in words.
fn summary(n: &NoticeRow) -> String {
    let mark = if n.demo { "（演示数据）" } else { "" };
    let failed = if n.failed == 0 {
        "全部合格".to_owned()
    } else {
        format!("{}台件不合格", n.failed)
    };
    format!("{}，{}台件，{failed}{mark}", n.institution, n.results)
}

/// The Atom feed.
pub async fn atom(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, ApiError> {
    cache::serve(
        &state,
        &headers,
        "/feeds/notices.atom".to_owned(),
        async |_| {
            let notices = newest(&state).await?;
            let base = &state.site.public_url;
            let at = |unix: i64| {
                wire::instant(unix)
                    .parse::<atom_syndication::FixedDateTime>()
                    .unwrap_or_default()
            };
            let entries = notices.iter().map(|n| {
                let address = format!("{base}{}", wire::notice_path(&n.number));
                EntryBuilder::default()
                    .title(Text::plain(format!("{}：{}", n.number, n.title)))
                    .id(address.clone())
                    .updated(at(clock::shanghai_midnight(n.on)))
                    .link(
                        LinkBuilder::default()
                            .href(address)
                            .rel("alternate")
                            .build(),
                    )
                    .content(
                        ContentBuilder::default()
                            .value(summary(n))
                            .content_type("text".to_owned())
                            .build(),
                    )
                    .build()
            });
            let feed = FeedBuilder::default()
                .title(Text::plain("秤星：检定公示"))
                .id(format!("{base}/notices"))
                .updated(at(state.pulse().data_at.unwrap_or(0)))
                .author(PersonBuilder::default().name("秤星".to_owned()).build())
                .links(vec![
                    LinkBuilder::default()
                        .href(format!("{base}/feeds/notices.atom"))
                        .rel("self")
                        .build(),
                    LinkBuilder::default()
                        .href(format!("{base}/notices"))
                        .rel("alternate")
                        .build(),
                ])
                .lang(Some("zh-CN".to_owned()))
                .entries(entries.collect::<Vec<_>>())
                .build();
            Ok(Made::new(
                "application/atom+xml; charset=utf-8",
                feed.to_string(),
            ))
        },
    )
    .await
}

/// The JSON feed.
pub async fn json(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, ApiError> {
    cache::serve(
        &state,
        &headers,
        "/feeds/notices.json".to_owned(),
        async |_| {
            let notices = newest(&state).await?;
            let base = &state.site.public_url;
            let items: Vec<_> = notices
                .iter()
                .map(|n| {
                    let address = format!("{base}{}", wire::notice_path(&n.number));
                    serde_json::json!({
                        "id": address,
                        "url": address,
                        "title": format!("{}：{}", n.number, n.title),
                        "content_text": summary(n),
                        "date_published": wire::instant(clock::shanghai_midnight(n.on)),
                        "language": "zh-CN",
                    })
                })
                .collect();
            let feed = serde_json::json!({
                "version": "https://jsonfeed.org/version/1.1",
                "title": "秤星：检定公示",
                "home_page_url": format!("{base}/notices"),
                "feed_url": format!("{base}/feeds/notices.json"),
                "language": "zh-CN",
                "items": items,
            });
            Ok(Made::new(
                "application/feed+json",
                serde_json::to_vec(&feed).unwrap_or_default(),
            ))
        },
    )
    .await
}
