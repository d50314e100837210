//! What pages say and never say, in both languages.

mod samples;

use chengxing_app::{
    Lang, View,
    pages::{ErrorPage, NoticeLine, ScanPage, UnknownPage, scan::Holder},
    render,
};
use chengxing_metrology::record::MeasuredError;

/// Renders with sample assets.
fn page(lang: Lang, page: impl chengxing_app::Page) -> String {
    let (assets, site) = (samples::assets("/assets/"), samples::site());
    render(&samples::view(lang, "/i/4HMAPKNMQD8", &assets, &site), page)
}

fn scan(lang: Lang, name: &str) -> String {
    let (_, found) = samples::scans(lang)
        .into_iter()
        .find(|(n, _)| *n == name)
        .expect("a sample of that name");
    page(lang, found)
}

/// Every sample page in `lang`.
fn all(lang: Lang) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = Vec::new();
    for (name, scan) in samples::scans(lang) {
        pages.push((format!("scan {name}"), page(lang, scan)));
    }
    for (name, unknown) in samples::unknowns(lang) {
        pages.push((format!("unknown {name}"), page(lang, unknown)));
    }
    for (name, home) in samples::homes() {
        pages.push((format!("home {name}"), page(lang, home)));
    }
    for error in samples::errors() {
        pages.push((format!("error {}", error.status), page(lang, error)));
    }
    pages
}

/// The text of `html` without tags.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut tag = false;
    for c in html.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => text.push(c),
            _ => {}
        }
    }
    text
}

#[test]
fn every_verdict_has_its_word_icon_sentence_and_beam() {
    // name, icon, word, part of the sentence, what the beam says
    let expected = [
        (
            "valid",
            "v-valid",
            "检定有效",
            "有效期至2027年3月31日，还有128天",
            "检定周期12个月，今天在第8个月，离到期还有128天",
        ),
        (
            "no-end",
            "v-valid",
            "检定有效",
            "2026年4月1日检定合格，证书没有写到期日",
            "检定合格，没有写到期日",
        ),
        (
            "due-soon",
            "v-due",
            "即将到期",
            "2026年12月9日到期，还有16天",
            "离到期还有16天",
        ),
        ("last-day", "v-due", "即将到期", "就是今天", "离到期还有0天"),
        (
            "expired",
            "v-expired",
            "已过期",
            "2026年9月30日到期，已过54天",
            "检定周期12个月已满，今天在到期之后54天",
        ),
        (
            "failed",
            "v-failed",
            "不合格，停用",
            "2026年11月18日检定不合格，现在不该使用",
            "上次合格的检定在第4个月被不合格的检定终止",
        ),
        (
            "failed-inspection",
            "v-failed",
            "不合格，停用",
            "使用中检查不合格",
            "被不合格的检定终止",
        ),
        (
            "failed-first",
            "v-failed",
            "不合格，停用",
            "检定不合格",
            "没有一次合格的检定",
        ),
        (
            "suspended",
            "v-failed",
            "停用",
            "2026年10月8日停用，现在不该使用",
            "上次合格的检定在第7个月终止",
        ),
        (
            "repaired",
            "v-failed",
            "停用",
            "修理或封印损坏，还没有重新检定",
            "终止",
        ),
        ("scrapped", "v-failed", "停用", "报废", "终止"),
        (
            "never-verified",
            "v-never",
            "已登记未检定",
            "还没有检定过，登记不等于合格",
            "没有一次合格的检定",
        ),
    ];
    let english = [
        (
            "valid",
            "v-valid",
            "Verified",
            "Valid until 31 March 2027, 128 days left",
            "12-month verification period, now in month 8, 128 days left",
        ),
        (
            "due-soon",
            "v-due",
            "Due soon",
            "Valid until 9 December 2026, 16 days left",
            "16 days left",
        ),
        (
            "expired",
            "v-expired",
            "Expired",
            "Expired 30 September 2026, 54 days ago",
            "today 54 days past its end",
        ),
        (
            "failed",
            "v-failed",
            "Failed, out of use",
            "Failed on 18 November 2026. It should not be in use",
            "by a failed verification",
        ),
        (
            "suspended",
            "v-failed",
            "Out of use",
            "Out of use since 8 October 2026",
            "ended in its month 7",
        ),
        (
            "never-verified",
            "v-never",
            "Registered, never verified",
            "Not verified yet",
            "Never passed a verification",
        ),
    ];
    let both = expected
        .iter()
        .map(|e| (Lang::ZhCn, e))
        .chain(english.iter().map(|e| (Lang::En, e)));
    for (lang, (name, icon, word, sentence, beam)) in both {
        let html = scan(lang, name);
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(
            html.contains(&format!("<h1 id=\"v\" class=\"verdict-word\">{word}</h1>")),
            "{name}: {html}"
        );
        assert!(
            html.contains(&format!("<use href=\"#{icon}\"/></svg><h1")),
            "{name}"
        );
        assert!(
            html.contains(&format!("class=\"verdict {icon}\"")) && !html.contains("<!>"),
            "{name}"
        );
        let band = html
            .split("class=\"verdict-line\"")
            .nth(1)
            .unwrap()
            .split("</section>")
            .next()
            .unwrap();
        assert!(
            text(&format!("<p{band}")).contains(sentence),
            "{name}: {band}"
        );
        let label = band
            .split("aria-label=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(label.contains(beam), "{name}: {label}");
    }
}

#[test]
fn only_a_valid_verification_is_ever_green() {
    for lang in Lang::ALL {
        for (name, sample) in samples::scans(lang) {
            let good = sample.assessment.verdict.is_good();
            let html = page(lang, sample);
            assert_eq!(
                html.contains("verdict v-valid") || html.contains("verdict v-due"),
                good,
                "{name}"
            );
        }
    }
}

#[test]
fn another_day_is_never_taken_for_today() {
    let html = scan(Lang::ZhCn, "as-of");
    let notice = html.find("class=\"asof\"").unwrap();
    assert!(notice < html.find("class=\"verdict ").unwrap());
    assert!(text(&html).contains("这是2026年1月1日的情形，不是今天的。"));
    assert!(
        !text(&html[html.find("<main").unwrap()..html.find("<footer").unwrap()]).contains("，今天")
    );
    assert!(!scan(Lang::ZhCn, "valid").contains("class=\"asof\""));
    assert!(
        html.contains("<link rel=\"canonical\" href=\"https://chengxing.example/i/4HMAPKNMQD8\">")
    );
}

#[test]
fn a_corrected_verification_is_struck_and_names_its_correction() {
    let html = scan(Lang::ZhCn, "corrected");
    assert!(html.contains("<s>不合格") && html.contains("第60,001条公布记录更正"));
    assert!(html.contains("verdict v-valid"));
}

#[test]
fn nothing_from_the_register_is_taken_for_markup() {
    const EVIL: &str = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
    let evil = || Some(EVIL.to_owned());
    for lang in Lang::ALL {
        for (name, sample) in samples::scans(lang) {
            let mut sample = ScanPage {
                self_check: vec![EVIL.to_owned()],
                model: evil(),
                capacity: evil(),
                accuracy_class: evil(),
                serial_number: evil(),
                maker: evil(),
                type_approval: evil(),
                maker_uid: evil(),
                holder: Some(Holder {
                    uscc: evil(),
                    name: EVIL.to_owned(),
                    category: evil(),
                    owner: evil(),
                    market: evil(),
                }),
                place: Some(format!("{EVIL}2")),
                region: evil(),
                ..sample
            };
            sample.kind.name = EVIL.to_owned();
            sample.kind.icon = EVIL.to_owned();
            for v in &mut sample.verifications {
                v.certificate = evil();
                v.institution = EVIL.to_owned();
                v.regulation = evil();
                v.standard = evil();
                v.error = Some(MeasuredError {
                    at: evil(),
                    error: EVIL.to_owned(),
                    limit: evil(),
                });
                v.notice = evil();
            }
            for s in &mut sample.states {
                s.ground = evil();
            }
            assert_harmless(name, &page(lang, sample));
        }
        for (name, sample) in samples::unknowns(lang) {
            assert_harmless(
                name,
                &page(
                    lang,
                    UnknownPage {
                        typed: EVIL.to_owned(),
                        ..sample
                    },
                ),
            );
        }
        let mut near = samples::line(lang, chengxing_metrology::Verdict::Valid);
        near.code = EVIL.to_owned();
        near.model = evil();
        near.place = evil();
        near.holder = evil();
        near.serial_number = evil();
        near.kind.name = EVIL.to_owned();
        assert_harmless(
            "near",
            &page(
                lang,
                UnknownPage {
                    typed: EVIL.to_owned(),
                    error: None,
                    near: vec![near],
                },
            ),
        );
        for (name, mut sample) in samples::homes() {
            sample.notices = vec![NoticeLine {
                number: EVIL.to_owned(),
                title: EVIL.to_owned(),
                on: samples::TODAY,
                institution: EVIL.to_owned(),
                results: 1,
                failed: 1,
            }];
            assert_harmless(name, &page(lang, sample));
        }
        assert_harmless(
            "error",
            &page(
                lang,
                ErrorPage {
                    status: 400,
                    detail: evil(),
                    reference: evil(),
                },
            ),
        );
        let (assets, mut site) = (samples::assets("/"), samples::site());
        site.name.zh_cn = EVIL.to_owned();
        site.name.en = EVIL.to_owned();
        site.imprint = site.name.clone();
        let path = format!("/search?q={EVIL}");
        assert_harmless(
            "frame",
            &render(
                &samples::view(lang, &path, &assets, &site),
                ErrorPage::of(404),
            ),
        );
    }
}

fn assert_harmless(name: &str, html: &str) {
    assert!(
        !html.contains("<script>") && !html.contains("<img"),
        "{name}: {html}"
    );
    // An attribute that a quote opened would show as one.
    assert!(
        !html.contains("\"'&<") && !html.contains("&amp;lt;"),
        "{name}: {html}"
    );
}

#[test]
fn no_page_carries_what_the_policy_forbids() {
    for lang in Lang::ALL {
        for (name, html) in all(lang) {
            assert!(
                !html.contains("style=") && !html.contains("<style"),
                "{name}"
            );
            assert!(
                !html.contains(" on") || !html.contains("onclick="),
                "{name}"
            );
            let islands = html.contains("<leptos-island");
            assert!(
                islands
                    || !html.contains("<script")
                    || name.starts_with("scan")
                    || name.starts_with("home"),
                "{name}"
            );
            assert!(
                html.matches("<script").count() <= 1 && !html.contains("<script>"),
                "{name}"
            );
        }
    }
}

#[test]
fn no_page_shows_markup_or_the_key_of_a_text() {
    for lang in Lang::ALL {
        for (name, html) in all(lang) {
            assert!(
                !html.contains("&lt;b")
                    && !html.contains("&lt;span")
                    && !html.contains("&lt;strong"),
                "{name}"
            );
            assert!(!html.contains("{ $") && !html.contains("{$"), "{name}");
            let shown = text(&html);
            for key in [
                "verdict-",
                "scan-",
                "fact-",
                "note-",
                "timeline-",
                "home-",
                "error-",
                "unknown-",
                "shell-",
                "nav-",
            ] {
                assert!(!shown.contains(key), "{name}: {key}");
            }
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
            assert_eq!(html.matches("<main").count(), 1, "{name}");
        }
    }
}

#[test]
fn every_symbol_that_is_used_is_in_the_page() {
    for (name, html) in all(Lang::ZhCn) {
        for id in html
            .split("<use href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert_eq!(
                html.matches(&format!("<symbol id=\"{id}\"")).count(),
                1,
                "{name}: {id}"
            );
        }
    }
}

#[test]
fn links_keep_language_and_size_of_type() {
    let (assets, site) = (samples::assets("/"), samples::site());
    let view = View {
        large: true,
        ..samples::view(Lang::En, "/?size=large", &assets, &site)
    };
    let (_, home) = samples::homes().remove(0);
    let html = render(&view, home);
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\" class=\"large\">"));
    for href in html
        .split("<a ")
        .skip(1)
        .filter_map(|a| a.split("href=\"").nth(1)?.split('"').next())
    {
        let kept = href.starts_with("/en") && href.contains("size=large");
        let named = [
            "#main",
            "#menu",
            "/feeds/notices.atom",
            "/?size=large",
            "/en",
        ]
        .contains(&href);
        assert!(kept || named, "{href}");
    }
    assert!(html.contains("name=\"size\" value=\"large\""));
}

#[test]
fn a_wrong_code_is_diagnosed_and_its_neighbours_are_marked() {
    let find = |name: &str| {
        samples::unknowns(Lang::ZhCn)
            .into_iter()
            .find(|(n, _)| *n == name)
            .unwrap()
            .1
    };
    let html = page(Lang::ZhCn, find("check"));
    let told = text(&html);
    assert!(
        told.contains("查无此码") && told.contains("当心假标签") && told.contains("像是抄错一位"),
        "{told}"
    );
    assert_eq!(html.matches("<mark>").count(), 1);
    assert!(html.contains("name=\"robots\" content=\"noindex\""));
    assert!(text(&page(Lang::ZhCn, find("length"))).contains("编号有11位，您输的是10位"));
    assert!(text(&page(Lang::ZhCn, find("symbol"))).contains("第6位的U不会出现在编号里"));
    assert!(text(&page(Lang::ZhCn, find("sound"))).contains("没有这台器具"));
    assert!(page(Lang::ZhCn, find("long")).len() < 12_000);
}

#[test]
fn the_share_of_verified_instruments_comes_with_both_numbers() {
    let (_, full) = samples::homes().remove(0);
    let html = page(Lang::ZhCn, full);
    let told = text(&html);
    assert!(
        told.contains("98.6%的在用器具在检定有效期内：1,284,306台件里的1,266,326台件"),
        "{told}"
    );
    assert!(html.contains("受检率，刻度从90%到100%。目标98%，现在98.6%"));
    let (_, low) = samples::homes().remove(1);
    assert!(!page(Lang::ZhCn, low).contains("class=\"beam\""));
    let (_, empty) = samples::homes().remove(2);
    assert!(text(&page(Lang::ZhCn, empty)).contains("登记册还是空的"));
}

#[test]
fn every_failure_offers_the_way_back() {
    for lang in Lang::ALL {
        for error in samples::errors() {
            let status = error.status;
            let html = page(lang, error);
            assert!(
                html.contains(&format!(
                    "href=\"{}\"",
                    if lang == Lang::En { "/en" } else { "/" }
                )),
                "{status}"
            );
            assert!(
                html.contains(&format!("{}/search\"", lang.prefix())),
                "{status}"
            );
        }
    }
}

#[test]
fn what_cannot_be_compared_is_not_said_to_match() {
    let told = text(&scan(Lang::ZhCn, "bare"));
    assert!(
        told.contains("没法拿来和眼前这台核对") && !told.contains("对上才算数"),
        "{told}"
    );
}
