//! Search: by Chinese terms, by serial number, by type; facets; places.

use std::collections::HashMap;

use chengxing_metrology::{Verdict, assess, record::Business, serial, terms};
use chengxing_storage::{Found, Search};

use crate::{
    engine::{Engine, TODAY},
    lists::mixture,
    records::*,
};

on_both_engines!(
    chinese_is_found_by_any_part_of_it,
    a_serial_number_is_found_whole_first_and_by_its_start,
    a_type_is_found_by_model_maker_and_name,
    facets_count_what_a_change_would_give,
    a_search_that_finds_too_much_says_so,
    places_are_suggested_once,
    every_letter_can_be_searched_for,
    a_word_without_end_is_found,
);

fn query(text: &str) -> Search {
    Search {
        serial_key: Some(serial::key(text)),
        terms: terms::of_query(text, 16),
        kind: None,
        region: None,
        verdict: None,
        today: TODAY,
        due_soon_days: 30,
        offset: 0,
        limit: 20,
    }
}

async fn serials(engine: &Engine, text: &str) -> Vec<String> {
    let found = engine.repository.search(&query(text)).await.unwrap();
    assert_eq!(found.total, found.items.len());
    found
        .items
        .into_iter()
        .filter_map(|s| s.serial_number)
        .collect()
}

async fn chinese_is_found_by_any_part_of_it(engine: &Engine) {
    let mut other = scale("B002");
    other.holder = Some(Business {
        market: text("公平农贸市场"),
        ..business("赵记水产")
    });
    other.region = Some(region("150203"));
    engine
        .take(vec![instrument(scale("A001")), instrument(other)])
        .await;
    for (text, wanted) in [
        ("鲜肉", vec!["A001"]),
        ("王", vec!["A001"]),
        ("老王鲜肉铺", vec!["A001"]),
        ("新华 鲜肉", vec!["A001"]),
        ("新城区", vec!["A001"]),
        ("呼和浩特", vec!["A001"]),
        ("公平", vec!["B002"]),
        ("水产 公平", vec!["B002"]),
        ("市场", vec!["A001", "B002"]),
        ("内蒙古", vec!["A001", "B002"]),
        ("肉鲜", vec![]),
        ("老赵", vec![]),
        ("鲜肉 公平", vec![]),
        ("12", vec!["A001", "B002"]),
        ("", vec![]),
        ("，。 '\" & | ! :* NOT ()", vec![]),
    ] {
        assert_eq!(serials(engine, text).await, wanted, "{text}");
    }
}

async fn a_serial_number_is_found_whole_first_and_by_its_start(engine: &Engine) {
    let told =
        ["2023081577-2", "20230815", "2023-0815-77", "2023 0816"].map(|s| instrument(scale(s)));
    engine.take(told.into()).await;
    assert_eq!(
        serials(engine, "2023-0815").await,
        ["20230815", "2023-0815-77", "2023081577-2"]
    );
    assert_eq!(
        serials(engine, "2023").await,
        ["20230815", "2023-0815-77", "2023081577-2", "2023 0816"]
    );
    assert_eq!(serials(engine, "202").await, Vec::<String>::new());
    assert_eq!(
        serials(engine, "2023081577").await,
        ["2023-0815-77", "2023081577-2"]
    );
}

async fn a_type_is_found_by_model_maker_and_name(engine: &Engine) {
    let mut pump = scale("P1");
    pump.kind = kind("fuel_dispenser");
    pump.model = text("SK52GF222");
    pump.maker = text("正星科技");
    pump.type_approval = None;
    engine
        .take(vec![instrument(scale("A001")), instrument(pump)])
        .await;
    assert_eq!(serials(engine, "acs").await, ["A001"]);
    assert_eq!(serials(engine, "ACS-30").await, ["A001"]);
    assert_eq!(serials(engine, "衡丰").await, ["A001"]);
    assert_eq!(serials(engine, "sk52").await, ["P1"]);
    assert_eq!(serials(engine, "加油机").await, ["P1"]);
    assert_eq!(serials(engine, "fuel").await, ["P1"]);
}

fn counts<T: Copy + Eq + std::hash::Hash>(counted: &[(T, usize)]) -> HashMap<T, usize> {
    counted.iter().copied().collect()
}

async fn facets_count_what_a_change_would_give(engine: &Engine) {
    engine.take(mixture(120)).await;
    let all = engine.everything().await;
    let base = query("市场");
    let find = async |search: Search| -> Found { engine.repository.search(&search).await.unwrap() };
    let found = find(base.clone()).await;
    let held = all.iter().filter(|s| s.holder.is_some()).count();
    assert_eq!(
        (found.total, found.items.len(), found.more),
        (held, 20, false)
    );
    let mut recounted: HashMap<Verdict, usize> = HashMap::new();
    for summary in all.iter().filter(|s| s.holder.is_some()) {
        *recounted
            .entry(assess(&summary.history, TODAY, 30).verdict)
            .or_default() += 1;
    }
    assert_eq!(counts(&found.verdicts), recounted);
    for (verdict, n) in &found.verdicts {
        let narrow = find(Search {
            verdict: Some(*verdict),
            ..base.clone()
        })
        .await;
        assert_eq!(narrow.total, *n);
        assert_eq!(counts(&narrow.verdicts), counts(&found.verdicts));
    }
    for (kind, n) in &found.kinds {
        assert_eq!(
            find(Search {
                kind: Some(kind.clone()),
                ..base.clone()
            })
            .await
            .total,
            *n
        );
    }
    for (region, n) in found
        .regions
        .iter()
        .filter(|(r, _)| *r.span().end() == r.number())
    {
        assert_eq!(
            find(Search {
                region: Some(*region),
                ..base.clone()
            })
            .await
            .total,
            *n
        );
    }
    // Pages give every one once.
    let mut paged = Vec::new();
    for offset in (0..held).step_by(20) {
        paged.extend(
            find(Search {
                offset,
                ..base.clone()
            })
            .await
            .items,
        );
    }
    let mut ids: Vec<i64> = paged.iter().map(|s| s.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), held);
}

async fn a_search_that_finds_too_much_says_so(engine: &Engine) {
    engine
        .take(
            (0..Search::MOST + 10)
                .map(|i| instrument(scale(&format!("{i:05}"))))
                .collect(),
        )
        .await;
    let found = engine.repository.search(&query("市场")).await.unwrap();
    assert_eq!((found.total, found.more), (Search::MOST, true));
    let found = engine.repository.search(&query("00009")).await.unwrap();
    assert_eq!((found.total, found.more), (1, false));
}

async fn places_are_suggested_once(engine: &Engine) {
    let mut nobody = scale("A003");
    nobody.holder = None;
    nobody.place = text("新华市场公平秤");
    let mut second = scale("A002");
    second.place = text("13号摊");
    engine
        .take(vec![
            instrument(scale("A001")),
            instrument(second),
            instrument(nobody),
        ])
        .await;
    let places = async |text: &str, limit| {
        let hits = engine
            .repository
            .places(&terms::of_query(text, 8), limit)
            .await
            .unwrap();
        hits.into_iter().map(|h| h.name).collect::<Vec<_>>()
    };
    assert_eq!(places("新华", 10).await, ["老王鲜肉铺", "新华市场公平秤"]);
    assert_eq!(places("新华", 1).await, ["老王鲜肉铺"]);
    assert_eq!(places("公平秤", 10).await, ["新华市场公平秤"]);
    assert_eq!(places("", 10).await, Vec::<String>::new());
}

async fn every_letter_can_be_searched_for(engine: &Engine) {
    // One of every 16 letters and digits of Unicode, and those that tokenizers differ about: rare
    // characters of later versions, marks that are letters, digits of other scripts.
    let letters: Vec<char> = ('\u{80}'..=char::MAX)
        .filter(|c| c.is_alphanumeric())
        .step_by(16)
        .collect();
    let odd = "𠮷𫝆𬺓𰻝กำั๑ᠮᠤᠩᠭᠤᠯßſςΣİıµªº½Ⅷ㎏々〇ﬁ한글";
    let letters: Vec<char> = letters.into_iter().chain(odd.chars()).collect();
    for part in letters.chunks(40) {
        let text: String = part.iter().flat_map(|c| [' ', 'a', *c, 'b']).collect();
        for term in terms::of_query(&text, 200) {
            let search = Search {
                serial_key: None,
                terms: vec![term],
                ..query("")
            };
            engine.repository.search(&search).await.unwrap();
        }
    }
    for letter in odd.chars().filter(|c| c.is_alphanumeric()) {
        let mut told = scale(&format!("U+{:X}", letter as u32));
        told.place = text(&format!("甲{letter}乙"));
        told.holder = None;
        engine.take(vec![instrument(told)]).await;
        let found = serials(engine, &letter.to_string()).await;
        assert!(
            found.contains(&format!("U+{:X}", letter as u32)),
            "{letter} {:X}: {found:?}",
            letter as u32
        );
    }
}

async fn a_word_without_end_is_found(engine: &Engine) {
    let long = "z".repeat(5_000);
    let mut told = scale("A001");
    told.place = Some(format!("{long} 甲"));
    engine.take(vec![instrument(told)]).await;
    for text in [long.as_str(), &long[..3_000], "zzz 甲"] {
        let found = engine
            .repository
            .search(&Search {
                serial_key: None,
                ..query(text)
            })
            .await
            .unwrap();
        assert_eq!(found.total, 1);
    }
}
