//! The verdict band: icon, word, one sentence, the beam and its two ends.

use chengxing_metrology::{Assessment, Reason, Verdict};
use leptos::prelude::*;

use super::{ScanPage, when};
use crate::{
    L10n, View,
    components::{Beam, Icon, VerdictLook, beam},
};

/// Says that another day than today is shown, and leads to today.
pub(super) fn as_of(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let today = view.href(&format!("/i/{}", page.code));
    let future = if page.on > page.today { "yes" } else { "no" };
    let told = l.html(
        "scan-as-of",
        [("date", l.date(page.on).into()), ("future", future.into())],
    );
    (page.asked && !page.is_today()).then(|| {
        view! { <div class="asof"><p class="wrap"><span inner_html=told></span>" "<a href=today>{l.text("scan-today")}</a></p></div> }
    })
}

pub(super) fn band(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let verdict = page.assessment.verdict;
    let (beam, ends) = measure(page, l);
    view! {
        <section class=format!("verdict {}", verdict.class()) aria-labelledby="v">
            <div class="wrap verdict-in">
                <Icon id=verdict.icon() class="verdict-icon"/>
                <h1 class="verdict-word" id="v">{verdict.word(l)}</h1>
                <p class="verdict-line" inner_html=sentence(page, l)></p>
                {crate::components::raw(beam)}
                {ends.map(|(start, end)| view! { <p class="beam-ends"><span inner_html=start></span><span inner_html=end></span></p> })}
            </div>
        </section>
    }
}

/// The one sentence, as markup.
fn sentence(page: &ScanPage, l: &'static L10n) -> String {
    let Assessment {
        verdict,
        reason,
        valid_until,
        days_left,
        since,
        ..
    } = page.assessment;
    let key = match (verdict, reason) {
        (Verdict::Valid, Reason::NoEndStated) => "verdict-line-no-end",
        (Verdict::Valid, _) => "verdict-line-valid",
        (Verdict::DueSoon, _) if days_left == Some(0) => "verdict-line-last-day",
        (Verdict::DueSoon, _) => "verdict-line-due-soon",
        (Verdict::Expired, _) => "verdict-line-expired",
        (Verdict::Failed, Reason::FailedInspection) => "verdict-line-failed-inspection",
        (Verdict::Failed, _) => "verdict-line-failed",
        (Verdict::Suspended, Reason::NotVerifiedSinceRepair) => "verdict-line-repaired",
        (Verdict::Suspended, Reason::Scrapped) => "verdict-line-scrapped",
        (Verdict::Suspended, _) => "verdict-line-suspended",
        (Verdict::NeverVerified | Verdict::Unknown, _) => "verdict-line-never-verified",
    };
    let date = match verdict {
        Verdict::Valid | Verdict::DueSoon | Verdict::Expired => valid_until.or(since),
        _ => since,
    };
    let days = days_left.unwrap_or_default().abs();
    l.html(
        key,
        [
            ("date", date.map(|d| l.date(d)).unwrap_or_default().into()),
            ("days", days.into()),
            ("when", when(page).into()),
        ],
    )
}

/// The beam and the markup of its two ends.
fn measure(page: &ScanPage, l: &'static L10n) -> (String, Option<(String, String)>) {
    let told = &page.assessment;
    let on = page.on;
    let days = told.days_left.unwrap_or_default().abs();
    let verified = |date| l.html("beam-verified", [("date", l.date(date).into())]);
    let label = |key, from, until| {
        l.with(
            key,
            [
                ("months", beam::months(from, until).into()),
                ("month", beam::month_of(from, on).into()),
                ("days", days.into()),
                ("when", when(page).into()),
            ],
        )
    };
    match (told.verdict, page.last_pass(), told.valid_until, told.since) {
        (Verdict::Valid | Verdict::DueSoon, Some(pass), Some(until), _) => (
            Beam::Running {
                from: pass.on,
                until,
                on,
            }
            .draw(&label("beam-running", pass.on, until)),
            Some((verified(pass.on), l.text("beam-expires").to_owned())),
        ),
        (Verdict::Valid | Verdict::DueSoon, Some(pass), None, _) => (
            Beam::Open.draw(l.text("beam-open")),
            Some((verified(pass.on), String::new())),
        ),
        (Verdict::Expired, Some(pass), Some(until), _) => (
            Beam::Over {
                from: pass.on,
                until,
                on,
            }
            .draw(&label("beam-over", pass.on, until)),
            Some((
                verified(pass.on),
                l.html("beam-over-ends", [("when", when(page).into())]),
            )),
        ),
        (Verdict::Failed | Verdict::Suspended, Some(pass), _, Some(at)) => {
            let key = if told.verdict == Verdict::Failed {
                "beam-cut-failed"
            } else {
                "beam-cut"
            };
            let text = l.with(key, [("month", beam::month_of(pass.on, at).into())]);
            (
                Beam::Cut {
                    from: pass.on,
                    until: pass.valid_until,
                    at,
                }
                .draw(&text),
                Some((
                    verified(pass.on),
                    l.html("beam-ended", [("date", l.date(at).into())]),
                )),
            )
        }
        _ => (Beam::Hollow.draw(l.text("beam-hollow")), None),
    }
}
