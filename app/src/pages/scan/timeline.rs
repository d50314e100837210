//! The beam upright: what happened, newest first, and what is ahead.

use chengxing_metrology::{
    Conclusion, Date, Verdict,
    verification::{Service, VerificationType},
};
use leptos::prelude::*;

use super::{ScanPage, StateEvent, VerificationEvent, facts};
use crate::{
    L10n, View,
    components::{beam, encode},
};

/// One mark on the upright beam.
struct Mark {
    date: Date,
    ahead: bool,
    icon: &'static str,
    class: &'static str,
    when: String,
    /// The heading, as markup.
    what: String,
    /// The lines below it, as markup.
    lines: Vec<String>,
}

pub(super) fn timeline(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    // Newest first. Of one day a change of state comes last: it follows from the verification.
    let mut marks: Vec<Mark> = page.states.iter().map(|s| state(s, l)).collect();
    marks.extend(page.verifications.iter().map(|v| verification(v, view)));
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.date));
    let mut all = ends(page, l);
    all.append(&mut marks);
    let none = page.verifications.is_empty();
    let items: String = all.iter().map(item).collect();
    view! {
        <h2>{l.text("timeline-title")}</h2>
        {none.then(|| view! { <p>{l.text("timeline-none")}</p> })}
        {(!items.is_empty()).then(|| view! { <ol class="line" inner_html=items></ol> })}
    }
}

/// A mark as an item. Its texts are markup already, but for the dates.
fn item(mark: &Mark) -> String {
    let class = if mark.ahead { " class=\"ahead\"" } else { "" };
    let mut html = format!(
        "<li{class}><svg class=\"{}\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#{}\"/></svg><time datetime=\"{}\">{}</time><b>{}</b>",
        mark.class,
        mark.icon,
        mark.date,
        crate::l10n::escape(&mark.when),
        mark.what
    );
    for line in &mark.lines {
        html.push_str("<br>");
        html.push_str(line);
    }
    html.push_str("</li>");
    html
}

/// The end of validity and the day itself.
fn ends(page: &ScanPage, l: &'static L10n) -> Vec<Mark> {
    let told = &page.assessment;
    let (Some(until), Some(days), Some(pass)) =
        (told.valid_until, told.days_left, page.last_pass())
    else {
        return Vec::new();
    };
    let over = told.verdict == Verdict::Expired;
    let key = if page.is_today() {
        "timeline-today"
    } else {
        "timeline-that-day"
    };
    let day = Mark {
        date: page.on,
        ahead: true,
        icon: "m-weight",
        class: "icon",
        when: l.with(key, [("date", l.date(page.on).into())]),
        what: if over {
            l.html("timeline-over", [("days", days.abs().into())])
        } else {
            l.html(
                "timeline-month",
                [("month", beam::month_of(pass.on, page.on).into())],
            )
        },
        lines: if over {
            vec![l.text("timeline-nothing-new").to_owned()]
        } else {
            Vec::new()
        },
    };
    let end = Mark {
        date: until,
        ahead: !over,
        icon: "m-plum",
        class: "icon",
        when: l.date(until),
        what: l
            .text(if over { "timeline-end" } else { "timeline-due" })
            .to_owned(),
        lines: Vec::new(),
    };
    if over { vec![day, end] } else { vec![end, day] }
}

fn verification(v: &VerificationEvent, view: &View<'_>) -> Mark {
    let l = view.l10n();
    let failed = v.conclusion == Conclusion::Fail;
    let kind = l.text(match v.kind {
        VerificationType::Initial => "timeline-initial",
        VerificationType::Subsequent => "timeline-subsequent",
        VerificationType::InService => "timeline-in-service",
    });
    let conclusion = l.text(if failed {
        "timeline-fail"
    } else {
        "timeline-pass"
    });
    let mut lines = Vec::new();
    lines.push(match &v.certificate {
        Some(certificate) => l.html(
            "timeline-certificate",
            [
                ("institution", v.institution.as_str().into()),
                ("certificate", certificate.as_str().into()),
            ],
        ),
        None => crate::l10n::escape(&v.institution),
    });
    lines.extend(facts::error(v, l));
    if let Some(notice) = &v.notice {
        let href = view.href(&format!("/notices/{}", encode(notice)));
        lines.push(format!(
            "{}<a href=\"{}\">{}</a>",
            l.text("timeline-notice"),
            crate::l10n::escape(&href),
            crate::l10n::escape(notice)
        ));
    }
    if let Some(publication) = v.corrected_by {
        lines.push(l.html("timeline-corrected", [("publication", publication.into())]));
    }
    let what = l.html(
        "timeline-what",
        [("conclusion", conclusion.into()), ("type", kind.into())],
    );
    let corrected = v.corrected_by.is_some();
    Mark {
        date: v.on,
        ahead: false,
        icon: if failed { "v-failed" } else { "m-dot" },
        class: if failed && !corrected {
            "icon i-failed"
        } else {
            "icon"
        },
        when: l.date(v.on),
        what: if corrected {
            format!("<s>{what}</s>")
        } else {
            what
        },
        lines,
    }
}

fn state(s: &StateEvent, l: &'static L10n) -> Mark {
    let (icon, class, key) = match s.state {
        Service::InUse => ("m-dot", "icon", "timeline-in-use"),
        Service::Suspended => ("v-failed", "icon i-failed", "timeline-suspended"),
        Service::AwaitingVerification => ("a-broken", "icon", "timeline-awaiting"),
        Service::Scrapped => ("v-failed", "icon i-failed", "timeline-scrapped"),
    };
    Mark {
        date: s.on,
        ahead: false,
        icon,
        class,
        when: l.date(s.on),
        what: l.text(key).to_owned(),
        lines: s
            .ground
            .as_deref()
            .map(crate::l10n::escape)
            .into_iter()
            .collect(),
    }
}

/// Asks for another day.
pub(super) fn day_form(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let action = format!("{}/i/{}", view.lang.prefix(), page.code);
    view! {
        <form class="ask asof-form noprint" action=action>
            <label for="on">{l.text("asof-label")}</label>
            <p class="small" id="on-hint">{l.text("asof-hint")}</p>
            <input class="input" type="date" id="on" name="on" value=page.on.to_string() min="1990-01-01" required aria-describedby="on-hint"/>
            {view.large.then(|| view! { <input type="hidden" name="size" value="large"/> })}
            <button class="btn btn-quiet">{l.text("asof-button")}</button>
        </form>
    }
}
