//! Businesses and institutions: none is kept twice.

use chengxing_metrology::{
    CreditCode,
    record::{Business, Institution, Record},
    terms,
};

use crate::{engine::Engine, records::*};

on_both_engines!(
    a_business_is_never_doubled,
    an_institution_is_known_by_its_folded_name,
    parties_are_listed_in_pages_in_order_of_entry,
);

fn held_by(serial: &str, holder: Business) -> Record {
    let mut told = scale(serial);
    told.holder = Some(holder);
    told.place = text(serial);
    instrument(told)
}

async fn a_business_is_never_doubled(engine: &Engine) {
    let uscc = CreditCode::with_check("92150102MA0N1ABC1").unwrap();
    let coded = |name: &str| Business {
        uscc: Some(uscc),
        ..business(name)
    };
    // By name; by name, which then gets a code; by code under another name; by name in one batch and by
    // code in the next. Spelling and width do not make another business.
    engine
        .take(vec![
            held_by("A001", business("老王鲜肉铺")),
            held_by("A002", business(" 老王 鲜肉铺")),
        ])
        .await;
    engine
        .take(vec![
            held_by("A003", coded("老王鲜肉铺")),
            held_by("A004", business("老王鲜肉铺")),
        ])
        .await;
    engine
        .take(vec![held_by("A005", coded("老王鲜肉铺（新华店）"))])
        .await;
    let hits = engine
        .repository
        .places(&terms::of_query("老王", 8), 20)
        .await
        .unwrap();
    assert_eq!(hits.len(), 1, "{hits:?}");
    for summary in engine.everything().await {
        let holder = engine.dossier(summary.code).await.holder.unwrap();
        assert_eq!(
            (holder.uscc.as_deref(), holder.name.as_str()),
            (Some(uscc.as_str()), "老王鲜肉铺（新华店）")
        );
    }
    // The same name in another market is another business, and so is the same name with another code.
    let other = CreditCode::with_check("92150102MA0N1ABC2").unwrap();
    let elsewhere = Business {
        market: text("东风市场"),
        ..business("老王鲜肉铺（新华店）")
    };
    let namesake = Business {
        uscc: Some(other),
        ..business("老王鲜肉铺（新华店）")
    };
    engine
        .take(vec![held_by("B001", elsewhere), held_by("B002", namesake)])
        .await;
    let found = engine.everything().await;
    let holders = [
        engine.dossier(found[5].code).await.holder.unwrap(),
        engine.dossier(found[6].code).await.holder.unwrap(),
    ];
    assert_eq!(
        (holders[0].uscc.as_deref(), holders[0].market.as_deref()),
        (None, Some("东风市场"))
    );
    assert_eq!(holders[1].uscc.as_deref(), Some(other.as_str()));
}

async fn an_institution_is_known_by_its_folded_name(engine: &Engine) {
    let named = |name: &str| {
        Record::Institution(Institution {
            name: name.to_owned(),
            scope: None,
            region: None,
        })
    };
    let outcome = engine
        .take(vec![
            named("ФБУ \"ТОМСКИЙ ЦСМ\""),
            named("фбу «томский  цсм»"),
            named("ＦＢＵ"),
        ])
        .await;
    assert_eq!((outcome.new, outcome.same), (2, 1));
    let scoped = Record::Institution(Institution {
        name: "ФБУ Томский ЦСМ".into(),
        scope: text("весы"),
        region: None,
    });
    assert_eq!(engine.take(vec![scoped.clone()]).await.changed, 1);
    assert_eq!(engine.take(vec![scoped]).await.same, 1);
}

async fn parties_are_listed_in_pages_in_order_of_entry(engine: &Engine) {
    let names = ["甲鲜肉铺", "乙鲜肉铺", "丙鲜肉铺"];
    engine
        .take(
            names
                .iter()
                .flat_map(|name| {
                    [
                        Record::Business(Box::new(business(name))),
                        Record::Institution(Institution {
                            scope: text("衡器"),
                            ..institution(&format!("{name}检定所"))
                        }),
                    ]
                })
                .collect(),
        )
        .await;
    let (mut businesses, mut institutions) = (Vec::new(), Vec::new());
    let mut after = (0, 0);
    for _ in 0..2 {
        let page = engine.repository.businesses(after.0, 2).await.unwrap();
        after.0 = page.last().unwrap().id;
        businesses.extend(page);
        let page = engine.repository.institutions(after.1, 2).await.unwrap();
        after.1 = page.last().unwrap().id;
        institutions.extend(page);
    }
    assert_eq!(engine.repository.businesses(after.0, 2).await.unwrap(), []);
    assert_eq!(
        engine.repository.institutions(after.1, 2).await.unwrap(),
        []
    );
    let told: Vec<_> = businesses.iter().map(|b| b.name.as_str()).collect();
    assert_eq!(told, names);
    let first = &businesses[0];
    assert_eq!(
        (&first.market, first.region, &first.category),
        (
            &text("新华市场"),
            Some(region("150102")),
            &text("农贸市场摊位")
        )
    );
    assert_eq!(
        (institutions[2].name.as_str(), &institutions[2].scope),
        ("丙鲜肉铺检定所", &text("衡器"))
    );
}
