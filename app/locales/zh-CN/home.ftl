# The home page, and parts that lists share.
home-title = 秤准不准，自己看得见
home-heading = <span class="nb">秤准不准，</span><wbr><span class="nb">自己看得见</span>
home-description = 查一台秤、加油机或电表检定没有：输入编号、店名、市场或地址，看检定有没有效、什么时候到期。
home-search = 编号、店名、市场或地址
home-beam = 受检率，刻度从90%到100%。目标{ $target }%，现在{ $now }%
home-target = 目标{ $target }%
home-figures = 现在怎么样
home-verified = <strong>{ $share }<small>%</small></strong>的在用器具在检定有效期内：<span class="nb">{ $in-use }台件</span>里的<span class="nb">{ $in-force }台件</span>。<span class="small">{ $target ->
    [none] {""}
   *[other] 规划目标{ $target }%。
}截至<span class="nb">{ $date }</span>。</span>
home-due = <strong>{ $due }<small>台件</small></strong>{ $days }天内到期，须送检。<span class="small">另有{ $expired }台件已经过期。</span>
home-stopped = <strong>{ $stopped }<small>台件</small></strong>不合格或停用，其中不合格{ $failed }台件。<span class="small">登记了还没有检定的{ $never }台件。已发布{ $notices }份检定公示。</span>
home-empty-title = 登记册还是空的
home-empty = 检定机构导入检定记录以后，这里就能查到每一台器具。
home-notices = 最新检定公示
home-no-notices = 还没有公示。
home-all-notices = 全部公示
home-feed = 订阅
home-wishes = 您想做什么
home-wish-search = 查一台器具、一家店或一个市场
home-wish-due = 看哪些器具已经过期
home-wish-notices = 看检定公示
home-wish-about = 看数据从哪里来、怎么核对

row-kind-model = { $kind }{ $gap }{ $model }
row-place-holder = { $place }，{ $holder }
row-what-where = { $what }，{ $where }
notice-heading = { $number }：{ $title }
notice-count =
    { $failed ->
        [0] { $results ->
            [0] 没有器具
           *[other] { $results }台件，全部合格
        }
       *[other] { $results }台件，<b>{ $failed }台件不合格</b>
    }
