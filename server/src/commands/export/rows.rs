//! Headings that `chengxing import` knows, and the cells below them.

use chengxing_metrology::{Conclusion, Rules, identity, record};
use chengxing_storage::{BusinessRow, Dossier, InstitutionRow, NoticeRow};

pub const INSTITUTIONS: [&str; 3] = ["机构名称", "授权范围", "行政区划代码"];
pub const BUSINESSES: [&str; 5] = [
    "单位名称",
    "统一社会信用代码",
    "类别",
    "所在市场",
    "行政区划代码",
];
pub const NOTICES: [&str; 5] = ["公示编号", "标题", "公示日期", "检定机构", "行政区划代码"];

const IDENTITY: [&str; 8] = [
    "查询编号",
    "器具种类",
    "类型名称",
    "型式批准号",
    "型号",
    "制造单位",
    "出厂编号",
    "生产唯一性编码",
];
const DESCRIPTION: [&str; 9] = [
    "准确度等级",
    "测量范围",
    "使用单位",
    "统一社会信用代码",
    "使用单位类别",
    "所在市场",
    "使用单位行政区划",
    "安装位置",
    "行政区划代码",
];
const VERIFICATION: [&str; 13] = [
    "检定类型",
    "检定结论",
    "检定日期",
    "有效期至",
    "证书编号",
    "检定机构",
    "检定规程",
    "计量标准",
    "示值误差",
    "误差测量点",
    "最大允许误差",
    "公示编号",
    "演示数据",
];
const STATE: [&str; 4] = ["变更日期", "使用状态", "变更依据", "演示数据"];

pub fn instrument_headings() -> Vec<&'static str> {
    [&IDENTITY[..], &DESCRIPTION, &["演示数据"]].concat()
}

pub fn verification_headings() -> Vec<&'static str> {
    [&IDENTITY[..], &DESCRIPTION, &VERIFICATION].concat()
}

pub fn state_headings() -> Vec<&'static str> {
    [&IDENTITY[..], &STATE].concat()
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}

fn demo(d: &Dossier) -> String {
    u8::from(d.demo).to_string()
}

pub fn institution(i: &InstitutionRow) -> Vec<String> {
    vec![
        i.name.clone(),
        text(i.scope.as_ref()),
        text(i.region.as_ref()),
    ]
}

pub fn business(b: &BusinessRow) -> Vec<String> {
    vec![
        b.name.clone(),
        text(b.uscc.as_ref()),
        text(b.category.as_ref()),
        text(b.market.as_ref()),
        text(b.region.as_ref()),
    ]
}

pub fn notice(n: &NoticeRow) -> Vec<String> {
    vec![
        n.number.clone(),
        n.title.clone(),
        n.on.to_string(),
        n.institution.clone(),
        text(n.region.as_ref()),
    ]
}

fn identity_cells(d: &Dossier) -> Vec<String> {
    vec![
        d.code.to_string(),
        d.kind.to_string(),
        text(d.type_name.as_ref()),
        text(d.type_approval.as_ref()),
        text(d.model.as_ref()),
        text(d.maker.as_ref()),
        text(d.serial_number.as_ref()),
        text(d.maker_uid.as_ref()),
    ]
}

fn description(d: &Dossier) -> Vec<String> {
    let holder = d.holder.as_ref();
    vec![
        text(d.accuracy_class.as_ref()),
        text(d.capacity.as_ref()),
        text(holder.map(|h| &h.name)),
        text(holder.and_then(|h| h.uscc.as_ref())),
        text(holder.and_then(|h| h.category.as_ref())),
        text(holder.and_then(|h| h.market.as_ref())),
        text(holder.and_then(|h| h.region.as_ref())),
        text(d.place.as_ref()),
        text(d.region.as_ref()),
    ]
}

/// Whether the instrument has a number of its own. One that is known by a certificate alone cannot be
/// registered without it: its description goes with its verifications.
pub fn has_number(d: &Dossier) -> bool {
    let described = record::Instrument {
        code: None,
        kind: d.kind.clone(),
        type_name: None,
        type_approval: None,
        model: None,
        maker: None,
        serial_number: d.serial_number.clone(),
        maker_uid: d.maker_uid.clone(),
        accuracy_class: None,
        capacity: None,
        holder: None,
        place: None,
        region: None,
    };
    identity::instrument(&described, None).is_ok()
}

pub fn instrument(d: &Dossier) -> Vec<String> {
    [identity_cells(d), description(d), vec![demo(d)]].concat()
}

/// What stands for a verification.
pub struct VerificationCells {
    pub cells: Vec<String>,
    /// A pass without an end to which these rules would give one when it is imported.
    pub is_endless: bool,
}

/// The verifications that count, oldest first; of an instrument without a number those with a certificate
/// come first, because the first of them registers it.
pub fn verifications(d: &Dossier, rules: &Rules) -> Vec<VerificationCells> {
    let has_number = has_number(d);
    let mut counted: Vec<_> = d
        .verifications
        .iter()
        .rev()
        .filter(|v| v.corrected_by.is_none())
        .collect();
    if !has_number {
        counted.sort_by_key(|v| v.certificate.is_none());
    }
    let described = if has_number {
        vec![String::new(); DESCRIPTION.len()]
    } else {
        description(d)
    };
    counted
        .into_iter()
        .map(|v| {
            let by_rule = rules.valid_until(&d.kind, v.on);
            // An end that a rule gave is left to the rule, unless the rule or the kind has changed since.
            let stated = v
                .valid_until
                .filter(|_| !(v.by_rule && by_rule == v.valid_until));
            let error = v.error.as_ref();
            let own = vec![
                v.kind.as_str().to_owned(),
                v.conclusion.as_str().to_owned(),
                v.on.to_string(),
                text(stated.as_ref()),
                text(v.certificate.as_ref()),
                v.institution.clone(),
                text(v.regulation.as_ref()),
                text(v.standard.as_ref()),
                text(error.map(|e| &e.error)),
                text(error.and_then(|e| e.at.as_ref())),
                text(error.and_then(|e| e.limit.as_ref())),
                text(v.notice.as_ref()),
                demo(d),
            ];
            VerificationCells {
                cells: [identity_cells(d), described.clone(), own].concat(),
                is_endless: v.conclusion == Conclusion::Pass
                    && v.valid_until.is_none()
                    && by_rule.is_some(),
            }
        })
        .collect()
}

/// The changes of state, oldest first.
pub fn states(d: &Dossier) -> impl Iterator<Item = Vec<String>> + '_ {
    d.states.iter().rev().map(|s| {
        let own = vec![
            s.on.to_string(),
            s.state.as_str().to_owned(),
            text(s.ground.as_ref()),
            demo(d),
        ];
        [identity_cells(d), own].concat()
    })
}
