# The frame around every page.
shell-skip = 跳到正文
shell-demo = 演示数据，不对应任何真实单位或器具
shell-nav = 全站
shell-nav-footer = 页脚
shell-menu = 菜单
shell-large = 大字
shell-normal = 常规字
shell-say = 星在杆上，人人看得见。
shell-data-at = 数据更新于<span class="nb">{ $time }</span>
shell-no-data = 登记册里还没有数据
shell-imprint-demo = { $imprint }（演示）
shell-title = { $title }　{ $site }
nav-search = 查器具
nav-notices = 检定公示
nav-fair-scales = 公平秤
nav-pledges = 诚信承诺
nav-statistics = 统计与规划
nav-report = 投诉举报
nav-about = 关于本平台
search-button = 查
search-placeholder = 例如：7K3M9-QX2RD-4
