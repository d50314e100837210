//! Codes cannot be guessed, and the server stands it when somebody tries.

use std::{collections::HashSet, thread};

use chengxing_metrology::InstrumentCode;
use chengxing_tests::{Request, demo_region, http::Connection, random::Random, rounds};

#[test]
fn guessed_codes_hit_nothing() {
    let server = demo_region();
    let to = server.address();
    let registered: HashSet<String> = server
        .all("limit=100")
        .iter()
        .map(|i| i["code"].as_str().unwrap().to_owned())
        .collect();
    let guesses = rounds(20_000, 1_000_000) / 8;
    let guessers: Vec<_> = (0..8)
        .map(|seed| {
            thread::spawn(move || {
                let mut random = Random::new(1_000 + seed);
                let mut connection = Connection::to(to).expect("the server accepts");
                let mut hits = Vec::new();
                for _ in 0..guesses {
                    let code = InstrumentCode::from_bits(random.bits()).to_string();
                    let answer = connection
                        .send(&Request::new("GET", &format!("/api/v1/instruments/{code}")))
                        .expect("every guess is answered");
                    if answer.status != 404 {
                        hits.push((code, answer.status));
                    }
                }
                hits
            })
        })
        .collect();
    for guesser in guessers {
        assert_eq!(guesser.join().expect("a guesser"), []);
    }
    let some = registered.iter().next().unwrap();
    server.get(&format!("/i/{some}")).expect(200);
}

#[test]
fn codes_given_out_look_random() {
    let server = demo_region();
    let bits: Vec<u64> = server
        .all("limit=100")
        .iter()
        .map(|i| {
            i["code"]
                .as_str()
                .unwrap()
                .parse::<InstrumentCode>()
                .unwrap()
                .bits()
        })
        .collect();
    // Registered one after the other, yet neither in order nor close.
    let rising = bits.windows(2).filter(|w| w[0] < w[1]).count();
    assert!(
        (bits.len() * 2 / 5..bits.len() * 3 / 5).contains(&rising),
        "{rising} of {}",
        bits.len()
    );
    let close = bits
        .windows(2)
        .filter(|w| w[0].abs_diff(w[1]) < 1 << 36)
        .count();
    assert!(close < 10, "{close}");
    for bit in 0..InstrumentCode::BITS {
        let set = bits.iter().filter(|b| *b >> bit & 1 == 1).count();
        assert!(
            (bits.len() * 2 / 5..bits.len() * 3 / 5).contains(&set),
            "bit {bit} is set in {set} of {}",
            bits.len()
        );
    }
}

#[test]
fn imported_instruments_get_codes_that_cannot_be_foretold() {
    let codes = || {
        let portal = chengxing_tests::Portal::new().at(1_780_000_000);
        let file = portal.file(
            "a.csv",
            chengxing_tests::files::verifications("SAME", 20).csv(b','),
        );
        portal.import("verifications", &file, &[]).ok();
        portal
            .serve()
            .all("limit=100")
            .iter()
            .map(|i| i["code"].as_str().unwrap().to_owned())
            .collect::<HashSet<_>>()
    };
    let (one, other) = (codes(), codes());
    assert_eq!((one.len(), other.len()), (20, 20));
    assert!(
        one.is_disjoint(&other),
        "the same file at the same time gives other codes"
    );
}
