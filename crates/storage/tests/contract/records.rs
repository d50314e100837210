//! Records that tests enter.

use chengxing_metrology::{
    CertificateNumber, Conclusion, Date, KindId, RegionCode, Service, VerificationType,
    record::{Business, Institution, Instrument, Notice, Record, StateRecord, Verification},
};

pub const PASS: Conclusion = Conclusion::Pass;
pub const FAIL: Conclusion = Conclusion::Fail;

pub fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

pub fn region(code: &str) -> RegionCode {
    code.parse().unwrap()
}

pub fn kind(id: &str) -> KindId {
    id.parse().unwrap()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "what records may leave out is told"
)]
pub fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub fn business(name: &str) -> Business {
    Business {
        uscc: None,
        name: name.to_owned(),
        category: text("农贸市场摊位"),
        owner: text("王小明"),
        market: text("新华市场"),
        region: Some(region("150102")),
    }
}

pub fn institution(name: &str) -> Institution {
    Institution {
        name: name.to_owned(),
        scope: None,
        region: None,
    }
}

/// A price-computing scale of one make with a serial number.
pub fn scale(serial: &str) -> Instrument {
    Instrument {
        code: None,
        kind: kind("price_computing_scale"),
        type_name: None,
        type_approval: text("2019F123-15"),
        model: text("ACS-30"),
        maker: text("衡丰衡器厂"),
        serial_number: text(serial),
        maker_uid: None,
        accuracy_class: text("Ⅲ"),
        capacity: text("30 kg"),
        holder: Some(business("老王鲜肉铺")),
        place: text("12号摊"),
        region: Some(region("150102")),
    }
}

/// Nothing but its number.
pub fn bare(serial: Option<&str>) -> Instrument {
    Instrument {
        code: None,
        kind: KindId::other(),
        type_name: None,
        type_approval: None,
        model: None,
        maker: None,
        serial_number: serial.map(str::to_owned),
        maker_uid: None,
        accuracy_class: None,
        capacity: None,
        holder: None,
        place: None,
        region: None,
    }
}

pub fn certificate(number: &str) -> Option<CertificateNumber> {
    CertificateNumber::new(number)
}

/// A subsequent verification without certificate, notice or stated end.
pub fn checked(instrument: Instrument, on: Date, conclusion: Conclusion) -> Verification {
    Verification {
        instrument,
        kind: VerificationType::Subsequent,
        conclusion,
        on,
        valid_until: None,
        certificate: None,
        institution: institution("新城区计量检定所"),
        regulation: None,
        standard: None,
        error: None,
        notice: None,
    }
}

pub fn verification(verification: Verification) -> Record {
    Record::Verification(Box::new(verification))
}

pub fn verified(instrument: Instrument, on: Date, conclusion: Conclusion) -> Record {
    verification(checked(instrument, on, conclusion))
}

pub fn instrument(instrument: Instrument) -> Record {
    Record::Instrument(Box::new(instrument))
}

pub fn state(instrument: Instrument, on: Date, state: Service) -> Record {
    Record::State(Box::new(StateRecord {
        instrument,
        on,
        state,
        ground: text("使用单位报停"),
    }))
}

pub fn notice(number: &str, title: &str, on: Date) -> Notice {
    Notice {
        number: number.to_owned(),
        title: title.to_owned(),
        on,
        institution: institution("新城区计量检定所"),
        region: Some(region("150102")),
    }
}

pub fn published(notice: Notice) -> Record {
    Record::Notice(Box::new(notice))
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|n| char::from_digit(u32::from(n), 16))
        .collect()
}
