# About this portal.
about-title = 关于本平台
about-lead = 每一台强检器具检定有没有效，谁都可以查、可以对、可以提出不同意见。
about-contents = 本页内容

about-what-title = 这是什么
about-what = 秤星是强制检定计量器具的公开登记册：器具贴一张二维码标签，扫一下就看到它的检定结论、有效期、出厂编号和应在的地方。名字取自秤杆上的秤星，买东西的人自己能读。
about-what-not = 页面只说登记册里有的。没有记录不等于合格；检定有效也不保证这一次没有短斤少两。怀疑短秤，到公平秤复称，留好小票。

about-scan-title = 怎么扫标签
about-scan = 用手机自带的相机对准标签，点弹出的地址；或者在首页点“扫秤上的标签”。扫不了，就把标签上的11个字符输进查询框。
about-scan-copy = 标签可以被撕下来贴到别的秤上，也可以伪造。打开页面以后先看地址是不是本平台的，再对出厂编号和摊位：都对上才算数。

about-whose-title = 谁对数据负责
about-operator = 本平台由{ $operator }运行，并对登记的数据负责。
about-no-operator = 这个部署没有写明运行单位。
about-whose = 检定结论由出具证书的检定机构负责，每条记录都写着是哪个机构、哪张证书。页面上的状态由软件按记录和日期算出来，不能手工改。
about-data = 数据更新于<span class="nb">{ $time }</span>，共<span class="nb">{ $publications }条</span>公布记录。

about-demo-title = 演示数据
about-demo = 这里的单位、市场、器具和检定记录是软件按随机数编出来的，不对应任何真实的单位、个人或器具；只有旗县区的名称和代码是真的。每个用到演示数据的页面顶上都写着。

about-verdicts-title = 状态怎么得出来
about-verdicts = 状态不存在登记册里，每次按检定记录、停用和修理记录和当天的日期（北京时间）算出来。从上往下，第一条对得上的算数：
about-verdict = 状态
about-verdict-when = 什么时候
about-verdict-failed = 最近一次算数的检定或使用中检查不合格，不管以前的证书有没有到期
about-verdict-suspended = 报废、停用，或修理过、封印损坏后还没有重新检定
about-verdict-never = 只有登记，没有一次合格的检定
about-verdict-expired = 检定合格，有效期的最后一天已经过了
about-verdict-due = 检定合格，离有效期的最后一天不超过{ $days }天；最后一天当天还算有效
about-verdict-valid = 检定合格，还在有效期内
about-verdict-unknown = 登记册里没有这个编号
about-due-soon = “即将到期”按{ $days }天算是本平台的约定，不是法定期限。日期在将来的检定不提前算数；同一天既有合格又有不合格，按不合格算。

about-rules-title = 检定周期和依据
about-rules = 有效期以证书上写的为准。证书没有写到期日，才按下表推算，页面上会注明；带条件的周期不自动套用。
about-confidence = 每条都注明出处和把握：“原文”是读过规程或法条原文，“二手”来自报道或转载，“未核实”还没有查证，用之前请核对。
about-regulation = 检定规程
about-interval = 周期
about-source = 出处
about-ahead = { $date }起施行
about-interval-periodic =
    { $unit ->
        [years] 每{ $count }年检一次
       *[months] 每{ $count }个月检一次
    }
about-interval-replaced =
    { $unit ->
        [years] 首次检定，{ $count }年到期更换
       *[months] 首次检定，{ $count }个月到期更换
    }
about-interval-unknown = 没有查到，以证书为准
about-confidence-law = 原文
about-confidence-press = 二手
about-confidence-unverified = 未核实

about-corrections-title = 更正与撤回
about-corrections = 公布的记录不改也不删。有错，就另发一条更正，写明更正的是哪一条；被更正的记录留在检定记录里，标明不再算数。
about-corrections-how = 发现哪台器具的记录不对，请把编号和哪里不对告诉出具证书的检定机构，或按下面的方式联系运行单位。

about-privacy-title = 您的访问留下什么
about-privacy-none = 公开页面不用cookie，不登录，不装任何统计或广告代码，也不从别的网站取东西。
about-privacy-log = 本软件的日志只记：什么时候、哪一类页面、结果和用时。不记网络地址，也不记扫了哪个编号、查了什么。
about-privacy-camera = 扫码在您的手机上完成，相机画面和照片不上传。
about-privacy-typing = 在查询框里打字时，打出的字会发到本平台取提示，不保存。关掉脚本就不发。
about-privacy-front = 如果运行单位在前面另设了网络设备，那里记什么由运行单位说明。

about-accessibility-title = 无障碍说明
about-accessibility = 目标是WCAG 2.2的AA级和GB/T 37668-2019。每个页面不用脚本也能读、能用；可以只用键盘；状态不只靠颜色区分；右上角可以换大字；支持深色、高对比度和打印。
about-accessibility-limits = 已知的不足：蒙古文页面还没有经母语人士审校的译文，暂不开放；英文页面上，单位、地点和规则出处仍是中文。遇到读不了、用不了的地方，请告诉我们。

about-contact-title = 联系
about-no-contact = 这个部署没有写明联系方式。

about-licence-title = 软件与许可
about-licence = 本平台的软件是开源的，版本{ $release }，按MIT或Apache-2.0许可，任选其一。
about-licence-data = 软件的许可不包括数据。数据怎么用，由运行单位说明。
