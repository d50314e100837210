# The scan page.
scan-title = { $word }：{ $kind }
scan-description = { $kind }{ $serial ->
    [none] {""}
   *[other] ，出厂编号{ $serial }
}{ $place ->
    [none] {""}
   *[other] ，应在{ $place }
}：{ $word }。
scan-as-of =
    { $future ->
        [yes] 这是按现有记录推算的<b class="nb">{ $date }</b>的情形，不是今天的。
       *[no] 这是<b class="nb">{ $date }</b>的情形，不是今天的。
    }
scan-today = 看今天的
scan-compare = 和眼前这台对一对

fact-serial = 出厂编号
fact-place = 应在
fact-institution = 检定机构
fact-code = 查询编号
fact-failed-how = 哪里不合格
fact-this-scale = 这台秤
fact-this-dispenser = 这台机
fact-this-meter = 这只表
fact-this-charger = 这台桩
fact-this-instrument = 这件器具
fact-no-serial = 没有登记
fact-no-place = 没有登记
fact-kind-model = { $kind }{ $gap }{ $model }
fact-capacity = { $what }，<span class="nb">{ $capacity }</span>
fact-capacity-max = { $what }，<span class="nb">最大{ $capacity }</span>
fact-market-place = { $market }{ $place }
fact-where-whose = { $where }，{ $holder }
fact-error-at = <span class="nb">{ $at }</span>处误差<span class="nb">{ $error }</span>
fact-error = 误差<span class="nb">{ $error }</span>
fact-error-limit = { $error }，<span class="nb">允差{ $limit }</span>

act-complain = 对不上？我要投诉
act-report = 还在用？我要举报
act-fair-scale = 最近的公平秤
act-other = 找检定有效的{ $kind }

note-valid =
    { $scale ->
        [yes] 标签会被撕下来贴到别处：<b>编号和摊位都对上才算数。</b>
       *[no] 标签会被撕下来贴到别处：<b>编号和地点都对上才算数。</b>
    }
note-bare = 登记册里没有这台的出厂编号或地点：<b>没法拿来和眼前这台核对。</b>
note-expired =
    { $scale ->
        [yes] <b>过期的秤不得用来结账。</b>可以请摊主换一台秤，或到公平秤复称。
       *[no] <b>过期的计量器具不得使用。</b>请换一台检定有效的。
    }
note-failed =
    { $scale ->
        [yes] <b>不合格的秤不得用来结账。</b>留好小票，到公平秤复称；少了可以要求退赔。
       *[no] <b>不合格的计量器具不得使用。</b>留好小票；少了可以要求退赔。
    }
note-suspended =
    { $scale ->
        [yes] <b>停用的秤不得用来结账。</b>可以请摊主换一台秤，或到公平秤复称。
       *[no] <b>停用的计量器具不得使用。</b>请换一台检定有效的。
    }
note-never-verified =
    { $scale ->
        [yes] <b>没有检定过的秤不得用来结账。</b>可以请摊主换一台秤，或到公平秤复称。
       *[no] <b>没有检定过的计量器具不得使用。</b>请换一台检定有效的。
    }

timeline-title = 检定记录
timeline-none = 登记册里没有这台的检定记录。
timeline-today = { $date }，今天
timeline-that-day = { $date }，查询的这一天
timeline-due = 到期，须在此前送检
timeline-month = 第{ $month }个月
timeline-end = 到期
timeline-over = 到期后第{ $days }天
timeline-nothing-new = 没有新的检定记录
timeline-pass = 合格
timeline-fail = 不合格
timeline-initial = 首次检定
timeline-subsequent = 后续检定
timeline-in-service = 使用中检查
timeline-what = { $conclusion }<span class="gap"></span><span class="plain">{ $type }</span>
timeline-certificate = { $institution }，证书<span class="code">{ $certificate }</span>
timeline-notice = 公示：
timeline-corrected = 这条已由第{ $publication }条公布记录更正，不再算数
timeline-in-use = 恢复使用
timeline-suspended = 停用
timeline-awaiting = 修理或封印损坏，须重新检定
timeline-scrapped = 报废

asof-label = 按日期查看
asof-hint = 看某一天这台器具检定有没有效，例如您买东西的那天。
asof-button = 看

maker-title = 厂家和使用者
maker-maker = 制造厂
maker-type-approval = 型式批准
maker-class = 准确度
maker-uid = 唯一标识
maker-holder = 使用者
maker-category = 经营类别
maker-owner = 经营者
maker-uscc = 信用代码
maker-market = 市场
maker-region = 所在地

check-title = 自己怎么查

proof-title = 凭证
proof-certificate-title = 检定证书与标准器
proof-certificate = 证书
proof-standard = 标准器
proof-regulation = 依据
proof-by-rule = 证书没有写到期日；这里的到期日按检定周期推算。
proof-none = 登记册里没有证书号、标准器和依据。
proof-publication-title = 这条记录怎么来的
proof-publication = 这次检定是本平台第<b class="num">{ $publication }</b>条公布记录，这台器具的登记是第<b class="num">{ $registered }</b>条。
proof-registration = 这台器具的登记是本平台第<b class="num">{ $registered }</b>条公布记录。
proof-rule = 公布的记录不改也不删；有错就另发一条更正，写明更正的是哪一条。
