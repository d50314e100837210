//! Maker and user, the self-check, and what the record rests on.

use leptos::prelude::*;

use super::ScanPage;
use crate::View;

pub(super) fn self_check(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let steps: Vec<String> = page
        .self_check
        .iter()
        .map(|step| quantities(step))
        .collect();
    (!steps.is_empty()).then(|| {
        view! {
            <h2>{l.text("check-title")}</h2>
            <ol class="steps">{steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
        }
    })
}

/// No-break spaces between figures and their units ("550 mL").
fn quantities(text: &str) -> String {
    let mut kept = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let unit = chars
            .peek()
            .is_some_and(|next| next.is_ascii_alphabetic() || *next == '%');
        // Only before a short word: "550 mL", not "2 bottles".
        let short = chars.clone().take_while(char::is_ascii_alphabetic).count() <= 2;
        kept.push(if c == ' ' && previous.is_ascii_digit() && unit && short {
            '\u{a0}'
        } else {
            c
        });
        previous = c;
    }
    kept
}

pub(super) fn maker(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let holder = page.holder.as_ref();
    let rows: Vec<(&'static str, String)> = [
        ("maker-maker", page.maker.clone()),
        ("maker-type-approval", page.type_approval.clone()),
        ("maker-class", page.accuracy_class.clone()),
        ("maker-uid", page.maker_uid.clone()),
        ("maker-holder", holder.map(|h| h.name.clone())),
        ("maker-category", holder.and_then(|h| h.category.clone())),
        ("maker-owner", holder.and_then(|h| h.owner.clone())),
        ("maker-uscc", holder.and_then(|h| h.uscc.clone())),
        ("maker-market", holder.and_then(|h| h.market.clone())),
        ("maker-region", page.region.clone()),
    ]
    .into_iter()
    .filter_map(|(key, value)| value.filter(|v| !v.is_empty()).map(|v| (key, v)))
    .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <h2>{l.text("maker-title")}</h2>
            <dl class="facts">
                {rows.into_iter().map(|(key, value)| view! { <div><dt>{l.text(key)}</dt><dd>{value}</dd></div> }).collect_view()}
            </dl>
        }
    })
}

pub(super) fn proof(page: &ScanPage, view: &View<'_>) -> impl IntoView + use<> {
    let l = view.l10n();
    let basis = page.basis().or_else(|| page.last_pass());
    let certificate = basis.map(|v| {
        let rows: Vec<(&'static str, String)> = [
            ("proof-certificate", v.certificate.clone()),
            ("proof-standard", v.standard.clone()),
            ("proof-regulation", v.regulation.clone()),
        ]
        .into_iter()
        .filter_map(|(key, value)| value.map(|v| (key, v)))
        .collect();
        let none = rows.is_empty();
        view! {
            <details>
                <summary>{l.text("proof-certificate-title")}</summary>
                {(!none).then(|| view! {
                    <dl class="facts">
                        {rows.into_iter().map(|(key, value)| view! { <div><dt>{l.text(key)}</dt><dd>{value}</dd></div> }).collect_view()}
                    </dl>
                })}
                {none.then(|| view! { <p>{l.text("proof-none")}</p> })}
                {v.by_rule.then(|| view! { <p>{l.text("proof-by-rule")}</p> })}
            </details>
        }
    });
    let publication = match basis {
        Some(v) => l.html(
            "proof-publication",
            [
                ("publication", v.publication.into()),
                ("registered", page.registered.into()),
            ],
        ),
        None => l.html(
            "proof-registration",
            [("registered", page.registered.into())],
        ),
    };
    view! {
        <h2>{l.text("proof-title")}</h2>
        {certificate}
        <details>
            <summary>{l.text("proof-publication-title")}</summary>
            <p inner_html=publication></p>
            <p>{l.text("proof-rule")}</p>
        </details>
    }
}
