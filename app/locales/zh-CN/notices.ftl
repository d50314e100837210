# Notices of verification.
notices-title = 检定公示
notices-description = 检定机构公布的检定结果：每份公示列出检了哪些器具，哪些不合格。
notices-lead = 检定机构公布的检定结果，新的在前。每份都列出检了哪些器具、哪些不合格。
notices-list = 公示列表
notices-none = 还没有公示。检定机构发布以后会列在这里。
notices-none-chosen = 这个地区这一年没有公示。
notices-past = 更早的没有了。
notices-all = 看全部地区、全部年份
notices-newest = 最新的
notices-older = 更早的
notices-year = 年份
notices-year-of = { $year }年
notices-choose = 看
notices-atom = 订阅（Atom）
notices-json = 订阅（JSON Feed）

notice-tally =
    { $results ->
        [0] 这份公示还没有列出器具
       *[other] { $failed ->
            [0] <span class="nb">{ $results }台件</span>，全部合格
           *[other] <span class="nb">{ $results }台件</span>，<b class="nb">{ $failed }台件不合格</b>
        }
    }
notice-description = { $institution }{ $date }公示：{ $title }，{ $results }台件，{ $failed }台件不合格。
notice-number = 编号
notice-date = 公示日期
notice-institution = 发布单位
notice-region = 地区
notice-results = 检定结果
notice-caption = 不合格的排在前面
notice-instrument = 器具
notice-on = 检定日期
notice-conclusion = 结论
notice-certificate = 证书编号
notice-today = 今天
notice-failed = <b>不合格</b>
notice-passed = 合格
notice-passed-until = 合格，至<span class="nb">{ $date }</span>
notice-no-serial = 没有登记
notice-no-certificate = 没有登记
notice-publication = 这份公示是本平台第{ $publication }条公布记录。公布的记录不改也不删；有错就另发一条更正。
