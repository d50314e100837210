# The verdicts and what is said of each. $when is "now" or "then" (the page shows another day).
verdict-valid = 检定有效
verdict-due-soon = 即将到期
verdict-expired = 已过期
verdict-failed = 不合格，停用
verdict-suspended = 停用
verdict-never-verified = 已登记未检定
verdict-unknown = 查无此码

verdict-line-valid = 有效期至<b class="nb">{ $date }</b>，还有<b class="nb">{ $days }天</b>
verdict-line-no-end = <b class="nb">{ $date }</b>检定合格，证书没有写到期日
verdict-line-due-soon = <b class="nb">{ $date }</b>到期，还有<b class="nb">{ $days }天</b>
verdict-line-last-day =
    { $when ->
        [then] <b class="nb">{ $date }</b>到期，<b class="nb">就是这一天</b>
       *[now] <b class="nb">{ $date }</b>到期，<b class="nb">就是今天</b>
    }
verdict-line-expired = <b class="nb">{ $date }</b>到期，已过<b class="nb">{ $days }天</b>
verdict-line-failed = <span class="nb"><b>{ $date }</b>检定不合格，</span><b class="nb">{ verdict-stop }</b>
verdict-line-failed-inspection = <b class="nb">{ $date }</b>使用中检查不合格，<b class="nb">{ verdict-stop }</b>
verdict-line-suspended = <span class="nb"><b>{ $date }</b>停用，</span><b class="nb">{ verdict-stop }</b>
verdict-line-repaired = <b class="nb">{ $date }</b>修理或封印损坏，<b class="nb">还没有重新检定</b>
verdict-line-scrapped = <span class="nb"><b>{ $date }</b>报废，</span><b class="nb">{ verdict-stop }</b>
verdict-line-never-verified = 还没有检定过，<b class="nb">登记不等于合格</b>
verdict-stop =
    { $when ->
        [then] 当时不该使用
       *[now] 现在不该使用
    }

beam-running =
    { $when ->
        [then] 检定周期{ $months }个月，这一天在第{ $month }个月，离到期还有{ $days }天
       *[now] 检定周期{ $months }个月，今天在第{ $month }个月，离到期还有{ $days }天
    }
beam-open = 检定合格，没有写到期日
beam-over =
    { $when ->
        [then] 检定周期{ $months }个月已满，这一天在到期之后{ $days }天
       *[now] 检定周期{ $months }个月已满，今天在到期之后{ $days }天
    }
beam-cut = 上次合格的检定在第{ $month }个月终止
beam-cut-failed = 上次合格的检定在第{ $month }个月被不合格的检定终止
beam-hollow = 没有一次合格的检定
beam-verified = { $date }检定
beam-expires = 到期
beam-over-ends =
    { $when ->
        [then] 到期<span class="gap"></span>这一天
       *[now] 到期<span class="gap"></span>今天
    }
beam-ended = { $date }终止
