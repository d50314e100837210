//! What searches, notices and the page about the portal say and never say, in both languages.

mod samples;

use chengxing_app::{
    Asset, Assets, Lang, Page, Site, View, Words,
    pages::{notice::NoticeResultLine, search::SearchQuery},
    render,
};
use chengxing_metrology::{Conclusion, Verdict};

const EVIL: &str = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";

fn render_at(lang: Lang, path: &str, site: &Site, page: impl Page) -> String {
    let assets: Assets = ["scan.css", "more.css", "boot.js"]
        .map(|name| {
            (
                name.to_owned(),
                Asset {
                    path: format!("/assets/{name}"),
                    integrity: String::new(),
                },
            )
        })
        .into_iter()
        .collect();
    render(
        &View {
            lang,
            large: false,
            path,
            assets: &assets,
            site,
            data_at: Some(1_795_419_600),
            demo: true,
        },
        page,
    )
}

fn page(lang: Lang, page: impl Page) -> String {
    render_at(lang, "/", &Site::at("https://chengxing.example"), page)
}

fn search(lang: Lang, name: &str) -> String {
    page(
        lang,
        samples::searches(lang)
            .into_iter()
            .find(|(n, _)| *n == name)
            .expect("there is such a sample")
            .1,
    )
}

fn all(lang: Lang) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = Vec::new();
    pages.extend(
        samples::searches(lang)
            .into_iter()
            .map(|(name, p)| (format!("search {name}"), page(lang, p))),
    );
    pages.extend(
        samples::lists(lang)
            .into_iter()
            .map(|(name, p)| (format!("notices {name}"), page(lang, p))),
    );
    pages.extend(
        samples::notices(lang)
            .into_iter()
            .map(|(name, p)| (format!("notice {name}"), page(lang, p))),
    );
    pages.push(("about".to_owned(), page(lang, samples::about(lang))));
    pages
}

/// What a reader reads in `main`: no tags, entities resolved.
fn text(html: &str) -> String {
    let main = html
        .split("<main")
        .nth(1)
        .and_then(|m| m.split("</main>").next())
        .expect("a page has a main part");
    let mut text = String::new();
    let mut tag = true;
    for c in main.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
}

fn assert_says(html: &str, words: &[&str]) {
    let told = text(html);
    for word in words {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn a_search_tells_how_many_what_where_and_how_it_stands() {
    let html = search(Lang::ZhCn, "found");
    assert_says(
        &html,
        &[
            "46台器具",
            "青城东市场12号摊，张记鲜肉",
            "电子计价秤ACS-30，出厂编号2023081578",
            "检定有效至2027年3月31日",
            "即将到期至2026年12月9日，还有16天",
            "已过期2026年9月30日到期",
            "今天是最后一天",
            "不合格，停用2026年11月18日起",
            "已登记未检定",
            "第1–6台，共46台",
            "按“青城东市场 张记”查的",
        ],
    );
    assert!(html.contains("<mark>张记</mark>鲜肉"));
    assert!(!html.contains("<mark>摊"));
    let english = search(Lang::En, "found");
    assert_says(
        &english,
        &[
            "46 instruments",
            "until 31 March 2027",
            "16 days left",
            "ended 30 September 2026",
            "since 18 November 2026",
            "1–6 of 46",
        ],
    );
}

#[test]
fn counts_of_none_one_and_too_many_are_worded_as_such() {
    assert_says(&search(Lang::ZhCn, "one"), &["1台器具"]);
    assert_says(&search(Lang::En, "one"), &["1 instrument"]);
    assert!(!text(&search(Lang::En, "one")).contains("1 instruments"));
    assert_says(
        &search(Lang::ZhCn, "many"),
        &["1,000台以上", "第21–26台，共1,000台以上", "39+"],
    );
    assert_says(
        &search(Lang::En, "many"),
        &["1,000+ instruments", "21–26 of 1,000+"],
    );
    assert_says(
        &search(Lang::ZhCn, "none"),
        &[
            "没有找到“青城东市场 张纪”",
            "您是不是要找",
            "没有登记不等于检定有效",
            "去掉筛选条件再查",
        ],
    );
    assert_says(&search(Lang::En, "empty"), &["What you can search for"]);
}

#[test]
fn filters_are_links_that_keep_the_rest_and_chips_take_them_away() {
    let html = search(Lang::ZhCn, "found");
    let q = "q=%E9%9D%92%E5%9F%8E%E4%B8%9C%E5%B8%82%E5%9C%BA%E3%80%80%E5%BC%A0%E8%AE%B0";
    assert!(
        html.contains(&format!(
            "href=\"/search?{q}&amp;verdict=expired&amp;region=150102\""
        )),
        "{html}"
    );
    assert!(html.contains(&format!(
        "href=\"/search?{q}&amp;region=150102&amp;from=6\""
    )));
    let chips = html
        .split("class=\"chips\"")
        .nth(1)
        .unwrap()
        .split("</ul>")
        .next()
        .unwrap();
    assert!(chips.contains(&format!("href=\"/search?{q}\"")) && chips.contains("，去掉这个条件"));
    // One "all" or value of each facet is the one that holds.
    assert_eq!(html.matches("aria-current=\"true\"").count(), 3);
    // A filter begins at the first page.
    assert!(!search(Lang::ZhCn, "many").contains("verdict=valid&amp;from"));
    assert!(
        search(Lang::ZhCn, "many").contains("rel=\"prev\" href=\"/search?verdict=expired\"")
            || search(Lang::ZhCn, "many").contains("href=\"/search?verdict=expired\" rel=\"prev\"")
    );
    assert!(search(Lang::En, "found").contains("href=\"/en/search?"));
}

#[test]
fn an_address_holds_the_whole_search() {
    let query = SearchQuery {
        q: "a&b=c#d".to_owned(),
        verdict: Some(Verdict::DueSoon),
        from: 40,
        ..SearchQuery::default()
    };
    assert_eq!(
        query.address(),
        "/search?q=a%26b%3Dc%23d&verdict=due_soon&from=40"
    );
    assert_eq!(SearchQuery::default().address(), "/search");
}

#[test]
fn a_code_with_a_slip_is_explained_and_a_sound_unknown_one_warns() {
    assert_says(
        &search(Lang::ZhCn, "slip"),
        &["编号有一处不对", "末位应是", "您输的是"],
    );
    let sound = search(Lang::ZhCn, "sound");
    assert_says(&sound, &["登记册里没有这个编号", "当心假标签"]);
    assert!(sound.contains("href=\"/i/"));
    assert_says(&search(Lang::En, "sound"), &["beware of a forged label"]);
}

#[test]
fn only_the_bare_search_is_for_search_engines() {
    assert!(
        search(Lang::ZhCn, "found").contains("noindex")
            && search(Lang::ZhCn, "many").contains("noindex")
    );
    assert!(
        search(Lang::ZhCn, "empty")
            .contains("rel=\"canonical\" href=\"https://chengxing.example/search\"")
    );
}

#[test]
fn notices_are_listed_with_their_counts_and_can_be_narrowed() {
    let lists = samples::lists(Lang::ZhCn);
    let full = page(Lang::ZhCn, lists[0].1.clone());
    assert_says(
        &full,
        &[
            "演检公〔2026〕118号：新城区集贸市场电子计价秤",
            "312台件，4台件不合格",
            "86台件，全部合格",
            "2026年11月22日",
            "更早的",
        ],
    );
    assert!(full.contains(
        "href=\"/notices/%E6%BC%94%E6%A3%80%E5%85%AC%E3%80%942026%E3%80%95118%E5%8F%B7\""
    ));
    assert!(
        full.contains("href=\"/notices?before=2026-11-19.116\"")
            && full.contains("/feeds/notices.atom")
            && full.contains("/feeds/notices.json")
    );
    let later = page(Lang::ZhCn, lists[1].1.clone());
    assert!(
        later.contains("href=\"/notices?region=150102&amp;year=2025\"")
            && later.contains("noindex")
    );
    assert_eq!(later.matches(" selected").count(), 2);
    assert_says(
        &page(Lang::ZhCn, lists[2].1.clone()),
        &["这个地区这一年没有公示"],
    );
    assert_says(&page(Lang::ZhCn, lists[3].1.clone()), &["还没有公示"]);
}

#[test]
fn a_notice_lists_the_failed_ones_first() {
    let html = page(Lang::ZhCn, samples::notices(Lang::ZhCn)[0].1.clone());
    let rows: Vec<&str> = html.split("<tr").skip(2).collect();
    assert!(
        rows[0].contains("不合格") && rows[0].contains("class=\"failed\""),
        "{}",
        rows[0]
    );
    assert!(rows[1].contains("合格，至") && !rows[1].contains("class=\"failed\""));
    assert_says(
        &html,
        &[
            "312台件，1台件不合格",
            "新城区计量所（演示）",
            "2026年11月22日",
            "演检字第20261118-001号",
            "第一页",
            "下一页",
            "第41,900条公布记录",
        ],
    );
    assert!(
        html.contains("data-k=\"结论\"") && html.contains("<caption>不合格的排在前面</caption>")
    );
    assert_says(
        &page(Lang::ZhCn, samples::notices(Lang::ZhCn)[1].1.clone()),
        &["还没有列出器具"],
    );
    assert_says(
        &page(Lang::En, samples::notices(Lang::En)[2].1.clone()),
        &["1 instrument, passed"],
    );
}

#[test]
fn the_page_about_the_portal_claims_nothing_that_the_deployment_did_not_say() {
    let html = page(Lang::ZhCn, samples::about(Lang::ZhCn));
    assert_says(
        &html,
        &[
            "没有写明运行单位",
            "没有写明联系方式",
            "JJG 539-2016",
            "JJG 1204-2025",
            "2027年1月8日起施行",
            "每6个月检一次",
            "6年到期更换",
            "JJG 270-2008",
            "未核实",
            "二手",
            "演示数据",
            "MIT或Apache-2.0",
        ],
    );
    let mut site = Site::at("https://chengxing.example");
    site.operator = Some(Words::new(
        "呼和浩特市市场监督管理局",
        "Hohhot Administration for Market Regulation",
    ));
    site.contact = Some(Words::new("电话12315", "Telephone 12315"));
    let english = render_at(Lang::En, "/about", &site, samples::about(Lang::En));
    assert_says(
        &english,
        &[
            "run by Hohhot Administration for Market Regulation",
            "Telephone 12315",
            "Price-computing scale",
            "every 12 months",
        ],
    );
    // Chinese in an English page says that it is Chinese.
    assert!(english.contains("lang=\"zh-CN\">DOMAIN") || english.contains("lang=\"zh-CN\">"));
    for id in html
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| !id.contains('-') && !["main", "menu"].contains(id))
    {
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

#[test]
fn nothing_that_comes_from_outside_becomes_markup() {
    let evil = || Some(EVIL.to_owned());
    for lang in Lang::ALL {
        for (name, mut sample) in samples::searches(lang) {
            sample.query.q = EVIL.to_owned();
            sample.understood = format!("{EVIL} 2");
            if let Some(region) = &mut sample.query.region {
                region.label = EVIL.to_owned();
                region.value = EVIL.to_owned();
            }
            for (choice, _) in sample.kinds.iter_mut().chain(&mut sample.regions) {
                choice.label = EVIL.to_owned();
                choice.value = EVIL.to_owned();
            }
            for line in sample
                .rows
                .iter_mut()
                .map(|r| &mut r.line)
                .chain(&mut sample.near)
            {
                (line.place, line.holder, line.model, line.serial_number) =
                    (evil(), evil(), evil(), evil());
                line.kind.name = EVIL.to_owned();
                line.kind.icon = EVIL.to_owned();
                line.code = EVIL.to_owned();
            }
            assert_harmless(name, &page(lang, sample));
        }
        for (name, mut sample) in samples::lists(lang) {
            sample.next = evil();
            for notice in &mut sample.notices {
                (notice.number, notice.title, notice.institution) =
                    (EVIL.to_owned(), EVIL.to_owned(), EVIL.to_owned());
            }
            for region in &mut sample.regions {
                (region.value, region.label) = (EVIL.to_owned(), EVIL.to_owned());
            }
            assert_harmless(name, &page(lang, sample));
        }
        for (name, mut sample) in samples::notices(lang) {
            (
                sample.notice.number,
                sample.notice.title,
                sample.notice.institution,
            ) = (EVIL.to_owned(), EVIL.to_owned(), EVIL.to_owned());
            (sample.region, sample.next) = (evil(), evil());
            for NoticeResultLine {
                line,
                certificate,
                conclusion,
                ..
            } in &mut sample.results
            {
                *certificate = evil();
                *conclusion = Conclusion::Fail;
                (line.place, line.holder, line.model, line.serial_number) =
                    (evil(), evil(), evil(), evil());
                line.kind.name = EVIL.to_owned();
            }
            assert_harmless(name, &page(lang, sample));
        }
        let mut about = samples::about(lang);
        about.release = EVIL.to_owned();
        for rule in &mut about.rules {
            (rule.kind, rule.document, rule.source, rule.condition) =
                (EVIL.to_owned(), EVIL.to_owned(), EVIL.to_owned(), evil());
        }
        let mut site = Site::at("https://chengxing.example");
        site.operator = Some(Words::new(EVIL, EVIL));
        site.contact = Some(Words::new(EVIL, EVIL));
        assert_harmless(
            "about",
            &render_at(lang, &format!("/about?{EVIL}"), &site, about),
        );
    }
}

fn assert_harmless(name: &str, html: &str) {
    assert!(
        !html.contains("<script>") && !html.contains("<img"),
        "{name}: {html}"
    );
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
                !html.contains("style=") && !html.contains("<style") && !html.contains("onclick="),
                "{name}"
            );
            assert_eq!(
                html.contains("<script"),
                html.contains("<leptos-island"),
                "{name}: a script without an island, or the other way round"
            );
        }
    }
}

#[test]
fn no_page_shows_markup_or_the_key_of_a_text() {
    for lang in Lang::ALL {
        for (name, html) in all(lang) {
            let shown = text(&html);
            assert!(
                !shown.contains("<b") && !shown.contains("<span") && !html.contains("{ $"),
                "{name}"
            );
            for key in [
                "search-", "notice-", "notices-", "about-", "pager-", "suggest-", "scanner-",
                "compare-", "fact-", "row-",
            ] {
                assert!(!shown.contains(key), "{name}: {key}");
            }
            assert_eq!(
                (html.matches("<h1").count(), html.matches("<main").count()),
                (1, 1),
                "{name}"
            );
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
}

#[test]
fn the_form_works_without_its_island_and_the_island_finds_its_parts() {
    let html = search(Lang::En, "found");
    assert!(
        html.contains("action=\"/en/search\"")
            && html.contains("name=\"q\"")
            && html.contains("role=\"search\"")
    );
    for part in ["query", "list", "status"] {
        assert_eq!(
            html.matches(&format!("data-part=\"{part}\"")).count(),
            1,
            "{part}"
        );
    }
    // Without a script the list is no more than an empty, hidden element, and the field no combobox.
    assert!(!html.contains("role=\"combobox\""));
    let words: Vec<&str> = html
        .split("data-verdicts=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .split('|')
        .collect();
    assert_eq!(words.len(), chengxing_api::VERDICTS.len());
    assert_eq!(
        Verdict::ALL.iter().map(|v| v.as_str()).collect::<Vec<_>>(),
        chengxing_api::VERDICTS
    );
}
