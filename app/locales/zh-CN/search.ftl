# The search page, and the pager that lists share.
search-title = 查器具
search-title-of = { $q }：查器具
search-description = 输入编号、店名、市场或地址，查一台秤、加油机、电表或别的强检器具检定有没有效。
search-understood = 按“<b>{ $q }</b>”查的。
search-count =
    { $more ->
        [yes] { $count }台以上
       *[no] { $count }台器具
    }
search-range =
    { $more ->
        [yes] 第{ $first }–{ $last }台，共{ $total }台以上
       *[no] 第{ $first }–{ $last }台，共{ $total }台
    }
search-serial = ，出厂编号{ $serial }
search-code = ，查询编号<span class="code">{ $code }</span>
search-until = 至<span class="nb">{ $date }</span>
search-due =
    { $days ->
        [0] 至<span class="nb">{ $date }</span>，<span class="nb">今天是最后一天</span>
       *[other] 至<span class="nb">{ $date }</span>，<span class="nb">还有{ $days }天</span>
    }
search-expired = <span class="nb">{ $date }</span>到期
search-since = <span class="nb">{ $date }</span>起

search-narrow = 缩小范围
search-verdict = 状态
search-kind = 器具种类
search-region = 旗县区
search-all = 全部
search-remove = ，去掉这个条件

search-none = 没有找到“{ $q }”
search-none-filtered = 没有符合这些条件的器具
search-past = 后面没有了
search-first = 回到第一页
search-unfiltered = 去掉筛选条件再查
search-near = 您是不是要找
search-tip-short = 只输店名或市场名里最特别的两三个字。
search-tip-code = 编号在标签上，11个字符，例如<span class="code nb">7K3M9-QX2RD-4</span>；出厂编号在铭牌上。
search-tip-unregistered = 确实查不到，说明这台器具没有登记：没有登记不等于检定有效。

search-code-slip-title = 编号有一处不对
search-code-check = 末位应是<b class="code">{ $expected }</b>，您输的是<b class="code">{ $found }</b>。可能是末位，也可能是前面某一位看错了，请对着标签再看一遍。
search-code-length = 查询编号是11个字符，您输了{ $found }个。
search-code-symbol = 第{ $place }个字符<b class="code">{ $found }</b>不会出现在查询编号里，请对着标签再看一遍。
search-code-unknown-title = 登记册里没有这个编号
search-code-unknown = <b class="code nb">{ $code }</b>没有写错，但没有登记。如果它印在标签上，<a href="{ $href }">当心假标签</a>。

search-empty = 可以这样查
search-by-code = 查询编号
search-by-code-text = 标签上的11个字符，例如<span class="code nb">7K3M9-QX2RD-4</span>；大小写、空格、O和0都不要紧
search-by-serial = 出厂编号
search-by-serial-text = 铭牌上的号码
search-by-holder = 谁在用
search-by-holder-text = 店名、摊主字号、加油站
search-by-place = 在哪里
search-by-place-text = 市场、摊位、街道、旗县区
search-by-kind = 什么器具
search-by-kind-text = 电子计价秤、加油机、水表

pager = 翻页
pager-next = 下一页
pager-previous = 上一页
pager-first = 第一页
