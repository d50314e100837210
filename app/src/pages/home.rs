//! `/`.

use chengxing_metrology::Date;
use leptos::prelude::*;

use super::NoticeLine;
use crate::{
    L10n, Page, View,
    components::{Icon, notice_row, rate_beam, raw, scan_button, search_box},
};

/// Where the scale of the beam begins.
const LOW: u32 = 900;

/// The figures of the whole register, today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeFigures {
    /// Instruments registered and not scrapped.
    pub in_use: i64,
    /// Of those, within their validity.
    pub in_force: i64,
    /// Of those, due within [`HomePage::due_soon_days`].
    pub due_soon: i64,
    /// Validity run out.
    pub expired: i64,
    /// Failed.
    pub failed: i64,
    /// Suspended or awaiting verification.
    pub suspended: i64,
    /// Registered only.
    pub never_verified: i64,
    /// Notices published.
    pub notices: i64,
}

impl HomeFigures {
    /// The share within validity in thousandths, rounded down: 97.96 % is not 98 %.
    fn share(&self) -> Option<u32> {
        (self.in_use > 0 && self.in_force >= 0)
            .then(|| (self.in_force * 1000 / self.in_use).min(1000) as u32)
    }
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomePage {
    /// The figures; all zero while the register is empty.
    pub figures: HomeFigures,
    /// The newest notices.
    pub notices: Vec<NoticeLine>,
    /// The day that the figures are of.
    pub today: Date,
    /// How many days before its end a verification is "due soon".
    pub due_soon_days: u16,
    /// The plan's target for the share within validity, in thousandths, while there is one.
    pub target: Option<u32>,
}

fn percent(thousandths: u32) -> String {
    if thousandths.is_multiple_of(10) {
        (thousandths / 10).to_string()
    } else {
        format!("{}.{}", thousandths / 10, thousandths % 10)
    }
}

impl Page for HomePage {
    fn title(&self, view: &View<'_>) -> String {
        view.l10n().text("home-title").to_owned()
    }

    fn description(&self, view: &View<'_>) -> Option<String> {
        Some(view.l10n().text("home-description").to_owned())
    }

    fn feeds(&self) -> bool {
        true
    }

    fn islands(&self) -> bool {
        true
    }

    fn body(self, view: &View<'_>) -> impl IntoView {
        let l = view.l10n();
        let beam = self
            .figures
            .share()
            .zip(self.target)
            .and_then(|(share, aim)| {
                let (now, target) = (percent(share), percent(aim));
                let label = l.with(
                    "home-beam",
                    [("now", now.into()), ("target", target.as_str().into())],
                );
                rate_beam(
                    share,
                    aim,
                    LOW,
                    &label,
                    &l.with("home-target", [("target", target.into())]),
                )
            });
        let empty = self.figures.in_use == 0;
        view! {
            <section class="hero">
                <div class="wrap">
                    <h1 inner_html=l.text("home-heading")></h1>
                    <div class="ask-wrap">
                        {search_box(view, "", l.text("home-search"))}
                        {scan_button(view)}
                    </div>
                    {beam.map(raw)}
                </div>
            </section>
            <div class="wrap">
                {if empty { nothing_yet(l).into_any() } else { figures(&self, l).into_any() }}
                <div class="duo">
                    {newest(self.notices, view)}
                    {wishes(view)}
                </div>
            </div>
        }
    }
}

fn nothing_yet(l: &'static L10n) -> impl IntoView {
    view! {
        <section aria-labelledby="f">
            <h2 id="f">{l.text("home-empty-title")}</h2>
            <p>{l.text("home-empty")}</p>
        </section>
    }
}

fn figures(page: &HomePage, l: &'static L10n) -> impl IntoView + use<> {
    let f = &page.figures;
    let share = percent(f.share().unwrap_or_default());
    let verified = l.html(
        "home-verified",
        [
            ("share", share.into()),
            ("in-use", f.in_use.into()),
            ("in-force", f.in_force.into()),
            (
                "target",
                page.target
                    .map_or_else(|| "none".to_owned(), percent)
                    .into(),
            ),
            ("date", l.date(page.today).into()),
        ],
    );
    let due = l.html(
        "home-due",
        [
            ("due", f.due_soon.into()),
            ("days", i64::from(page.due_soon_days).into()),
            ("expired", f.expired.into()),
        ],
    );
    let stopped = l.html(
        "home-stopped",
        [
            ("stopped", (f.failed + f.suspended).into()),
            ("failed", f.failed.into()),
            ("never", f.never_verified.into()),
            ("notices", f.notices.into()),
        ],
    );
    view! {
        <section aria-labelledby="f">
            <h2 id="f" class="vh">{l.text("home-figures")}</h2>
            <div class="says h2-first">
                <p class="say" inner_html=verified></p>
                <p class="say" inner_html=due></p>
                <p class="say" inner_html=stopped></p>
            </div>
        </section>
    }
}

fn newest(notices: Vec<NoticeLine>, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let none = notices.is_empty();
    let rows: Vec<_> = notices
        .into_iter()
        .map(|line| notice_row(view, line))
        .collect();
    view! {
        <section aria-labelledby="n">
            <h2 id="n">{l.text("home-notices")}</h2>
            {if none {
                view! { <p>{l.text("home-no-notices")}</p> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <p>
                <a class="go" href=view.href("/notices")>{l.text("home-all-notices")}</a>
                <a class="go" href="/feeds/notices.atom"><Icon id="a-feed"/><span>{l.text("home-feed")}</span></a>
            </p>
        </section>
    }
}

fn wishes(view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let rows = [
        ("k-scale", "home-wish-search", "/search"),
        ("a-date", "home-wish-due", "/search?verdict=expired"),
        ("a-pledge", "home-wish-notices", "/notices"),
        ("a-sealed", "home-wish-about", "/about"),
    ]
    .map(|(icon, key, path)| {
        view! { <li><a class="row-go" href=view.href(path)><Icon id=icon/><span>{l.text(key)}</span></a></li> }
    });
    view! {
        <section aria-labelledby="d">
            <h2 id="d">{l.text("home-wishes")}</h2>
            <ul class="rows tight">{rows.into_iter().collect_view()}</ul>
        </section>
    }
}
