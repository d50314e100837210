//! Descriptions: what a later record changes of them, and what it must not.

use chengxing_metrology::{Service, terms};
use chengxing_storage::{Outcome, Search};
use hmac::{Hmac, KeyInit, Mac};
use rand::{Rng, SeedableRng};

use crate::{
    engine::{Engine, TODAY},
    records::*,
};

on_both_engines!(
    an_older_record_does_not_override_a_newer_description,
    an_older_record_does_not_rename_the_holder,
    what_a_record_leaves_out_stays,
    a_holder_who_is_not_named_stays_findable_and_sealed,
    a_description_told_by_code_keeps_the_identity,
    a_renamed_holder_is_found_by_the_new_name_only,
);

async fn an_older_record_does_not_override_a_newer_description(engine: &Engine) {
    let mut moved = scale("A001");
    moved.place = text("3号摊");
    moved.holder = Some(business("小李水果摊"));
    engine
        .take(vec![verified(moved.clone(), day(2026, 4, 1), PASS)])
        .await;
    let outcome = engine
        .take(vec![verified(scale("A001"), day(2025, 4, 1), PASS)])
        .await;
    assert_eq!((outcome.new, outcome.publications), (1, 1));
    let dossier = engine.only().await;
    assert_eq!(dossier.place, moved.place);
    assert_eq!(
        dossier.holder.map(|h| h.name).as_deref(),
        Some("小李水果摊")
    );
    // A newer one does.
    engine
        .take(vec![verified(scale("A001"), day(2026, 9, 1), PASS)])
        .await;
    assert_eq!(engine.only().await.place.as_deref(), Some("12号摊"));
}

async fn an_older_record_does_not_rename_the_holder(engine: &Engine) {
    let at = |year, name: &str| {
        let mut told = scale("A001");
        let holder = chengxing_metrology::record::Business {
            uscc: Some(chengxing_metrology::CreditCode::with_check("92150102MA0N1ABC1").unwrap()),
            ..business(name)
        };
        told.holder = Some(holder);
        verified(told, day(year, 4, 1), PASS)
    };
    let file = || vec![at(2025, "老王鲜肉铺"), at(2026, "王记鲜肉铺")];
    engine.take(file()).await;
    assert_eq!(engine.only().await.holder.unwrap().name, "王记鲜肉铺");
    assert_eq!(
        engine.take(file()).await,
        Outcome {
            same: 2,
            ..Outcome::default()
        }
    );
    assert_eq!(engine.only().await.holder.unwrap().name, "王记鲜肉铺");
}

async fn what_a_record_leaves_out_stays(engine: &Engine) {
    engine
        .take(vec![verified(scale("A001"), day(2026, 4, 1), PASS)])
        .await;
    let before = engine.only().await;
    let mut told = bare(Some("A001"));
    told.code = Some(before.code);
    engine
        .take(vec![verified(told, day(2026, 6, 1), PASS)])
        .await;
    let after = engine.only().await;
    assert_eq!(
        (after.kind, after.model, after.maker, after.place),
        (before.kind, before.model, before.maker, before.place)
    );
    assert_eq!(
        (after.holder, after.registered),
        (before.holder, before.registered)
    );
}

fn search(text: &str) -> Search {
    Search {
        serial_key: None,
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

async fn a_holder_who_is_not_named_stays_findable_and_sealed(engine: &Engine) {
    engine
        .take(vec![verified(scale("A001"), day(2026, 4, 1), PASS)])
        .await;
    let mut told = bare(None);
    told.code = Some(engine.only().await.code);
    told.place = text("东门");
    engine
        .take(vec![state(told, day(2026, 6, 1), Service::InUse)])
        .await;
    assert_eq!(
        engine
            .repository
            .search(&search("鲜肉铺"))
            .await
            .unwrap()
            .total,
        1
    );
    assert_eq!(
        engine
            .repository
            .search(&search("鲜肉铺 东门"))
            .await
            .unwrap()
            .total,
        1
    );
    // The first session drew eight bytes for the code, then the salt.
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(0);
    let (mut code, mut salt) = ([0; 8], [0; 16]);
    random.fill_bytes(&mut code);
    random.fill_bytes(&mut salt);
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&salt).unwrap();
    mac.update("holder\u{1f}老王鲜肉铺\u{1e}place\u{1f}东门".as_bytes());
    let sealed = hex(&mac.finalize().into_bytes());
    let described = engine
        .publications()
        .await
        .into_iter()
        .rfind(|p| p.kind == "registered")
        .unwrap();
    let fact: serde_json::Value = serde_json::from_slice(&described.body).unwrap();
    assert_eq!(fact["sealed"], sealed);
}

async fn a_description_told_by_code_keeps_the_identity(engine: &Engine) {
    let file = || vec![verified(scale("A001"), day(2026, 4, 1), PASS)];
    engine.take(file()).await;
    // A desk knows the code and the number, not the type approval; it says where the scale now is.
    let mut told = bare(Some("A001"));
    told.code = Some(engine.only().await.code);
    told.place = text("东门");
    engine
        .take(vec![state(told, day(2026, 6, 1), Service::InUse)])
        .await;
    let again = engine.take(file()).await;
    assert_eq!(
        (again.instruments, again.new),
        (0, 0),
        "the file registers its instrument a second time"
    );
}

async fn a_renamed_holder_is_found_by_the_new_name_only(engine: &Engine) {
    let uscc = chengxing_metrology::CreditCode::with_check("92150102MA0N1ABC1").unwrap();
    let named = |name: &str| chengxing_metrology::record::Business {
        uscc: Some(uscc),
        ..business(name)
    };
    let mut told = scale("A001");
    told.holder = Some(named("老王鲜肉铺"));
    engine.take(vec![instrument(told)]).await;
    engine
        .take(vec![chengxing_metrology::record::Record::Business(
            Box::new(named("四季鲜果行")),
        )])
        .await;
    assert_eq!(
        engine
            .repository
            .search(&search("鲜果"))
            .await
            .unwrap()
            .total,
        1
    );
    assert_eq!(
        engine
            .repository
            .search(&search("老王"))
            .await
            .unwrap()
            .total,
        0
    );
    assert_eq!(
        engine
            .repository
            .places(&terms::of_query("四季", 8), 5)
            .await
            .unwrap()[0]
            .name,
        "四季鲜果行"
    );
}
