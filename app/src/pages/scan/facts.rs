//! What to compare with the thing in front of you, and what to do next.

use chengxing_metrology::Verdict;
use leptos::{either::Either, prelude::*};

use super::{ScanPage, VerificationEvent};
use crate::{
    L10n, View,
    components::{Icon, encode, gap, serial_number},
};

pub(super) fn facts(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let serial = match &page.serial_number {
        Some(serial) => Either::Left(serial_number(serial)),
        None => Either::Right(l.text("fact-no-serial")),
    };
    let place = place(page, l).unwrap_or_else(|| l.text("fact-no-place").to_owned());
    let failure = (page.assessment.verdict == Verdict::Failed)
        .then(|| page.basis().and_then(|v| error(v, l)))
        .flatten();
    let newest = page.basis().or_else(|| page.last_pass());
    view! {
        <h2 class="vh">{l.text("scan-compare")}</h2>
        <dl class="facts">
            <div><dt>{l.text("fact-serial")}</dt><dd>{serial}</dd></div>
            <div><dt>{l.text("fact-place")}</dt><dd>{place}</dd></div>
            <div><dt>{l.text(this(&page.kind.icon))}</dt><dd inner_html=what(page, l)></dd></div>
            {failure.map(|error| view! { <div><dt>{l.text("fact-failed-how")}</dt><dd inner_html=error></dd></div> })}
            {newest.map(|v| view! { <div><dt>{l.text("fact-institution")}</dt><dd>{v.institution.clone()}</dd></div> })}
            <div><dt>{l.text("fact-code")}</dt><dd><span class="code nb">{page.code.to_string()}</span></dd></div>
        </dl>
    }
}

/// What to call the thing that one stands before.
fn this(icon: &str) -> &'static str {
    match icon {
        "k-scale" => "fact-this-scale",
        "k-fuel" | "k-cng" => "fact-this-dispenser",
        "k-water" | "k-power" | "k-gas" | "k-heat" => "fact-this-meter",
        "k-charge" => "fact-this-charger",
        _ => "fact-this-instrument",
    }
}

/// Kind, model and capacity, as markup.
fn what(page: &ScanPage, l: &'static L10n) -> String {
    let what = match &page.model {
        Some(model) => l.html(
            "fact-kind-model",
            [
                ("gap", gap(&page.kind.name, model).into()),
                ("kind", page.kind.name.as_str().into()),
                ("model", model.as_str().into()),
            ],
        ),
        None => crate::l10n::escape(&page.kind.name),
    };
    let Some(capacity) = &page.capacity else {
        return what;
    };
    let key = if page.is_scale() && capacity.starts_with(|c: char| c.is_ascii_digit()) {
        "fact-capacity-max"
    } else {
        "fact-capacity"
    };
    // `what` is markup already: only the capacity is escaped.
    l.with(
        key,
        [
            ("what", what.into()),
            ("capacity", crate::l10n::escape(&unit(capacity)).into()),
        ],
    )
}

/// A quantity with a no-break space before its unit.
pub(super) fn unit(quantity: &str) -> String {
    quantity.replace(' ', "\u{a0}")
}

/// Where it should be and whose it is.
pub(super) fn place(page: &ScanPage, l: &'static L10n) -> Option<String> {
    let holder = page.holder.as_ref();
    let market = holder.and_then(|h| h.market.as_deref());
    let place = match (page.place.as_deref(), market) {
        (Some(place), Some(market)) if !place.contains(market) => Some(l.with(
            "fact-market-place",
            [("market", market.into()), ("place", place.into())],
        )),
        (place, market) => place.or(market).map(ToOwned::to_owned),
    };
    match (
        place,
        holder
            .map(|h| h.name.as_str())
            .filter(|name| !name.is_empty()),
    ) {
        (Some(place), Some(holder)) => Some(l.with(
            "fact-where-whose",
            [("where", place.into()), ("holder", holder.into())],
        )),
        (place, holder) => place
            .or_else(|| holder.map(ToOwned::to_owned))
            .or_else(|| page.region.clone()),
    }
}

/// The measured error against its limit, as markup.
pub(super) fn error(v: &VerificationEvent, l: &'static L10n) -> Option<String> {
    let measured = v.error.as_ref()?;
    let error = match &measured.at {
        Some(at) => l.html(
            "fact-error-at",
            [
                ("at", unit(at).into()),
                ("error", unit(&measured.error).into()),
            ],
        ),
        None => l.html("fact-error", [("error", unit(&measured.error).into())]),
    };
    Some(match &measured.limit {
        Some(limit) => l.with(
            "fact-error-limit",
            [
                ("error", error.into()),
                ("limit", crate::l10n::escape(&unit(limit)).into()),
            ],
        ),
        None => error,
    })
}

pub(super) fn acts(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let report = view.href(&format!("/report?instrument={}", page.code));
    let first = if page.assessment.verdict.is_good() {
        "act-complain"
    } else {
        "act-report"
    };
    let (icon, other, href) = if page.is_scale() {
        (
            "a-fair",
            l.text("act-fair-scale").to_owned(),
            view.href(&format!("/fair-scales?near={}", page.code)),
        )
    } else {
        let kind = page.kind.name.as_str();
        (
            "a-search",
            l.with("act-other", [("kind", kind.into())]),
            view.href(&format!("/search?q={}&verdict=valid", encode(kind))),
        )
    };
    view! {
        <div class="acts">
            <a class="btn" href=report><Icon id="a-complain"/><span>{l.text(first)}</span></a>
            <a class="btn btn-quiet" href=href><Icon id=icon/><span>{other}</span></a>
        </div>
    }
}

pub(super) fn note(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let key = match page.assessment.verdict {
        Verdict::Valid | Verdict::DueSoon
            if page.serial_number.is_none() || place(page, l).is_none() =>
        {
            "note-bare"
        }
        Verdict::Valid | Verdict::DueSoon => "note-valid",
        Verdict::Expired => "note-expired",
        Verdict::Failed => "note-failed",
        Verdict::Suspended => "note-suspended",
        Verdict::NeverVerified | Verdict::Unknown => "note-never-verified",
    };
    let scale = if page.is_scale() { "yes" } else { "no" };
    view! {
        <div class="note">
            <p inner_html=l.html(key, [("scale", scale.into())])></p>
            {view.data_at.map(|at| view! { <p class="small" inner_html=l.html("shell-data-at", [("time", l.time(at).into())])></p> })}
        </div>
    }
}
