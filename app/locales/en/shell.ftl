# The frame around every page.
shell-skip = Skip to the content
shell-demo = Demo data: no real business or instrument
shell-nav = Site
shell-nav-footer = Footer
shell-menu = Menu
shell-large = Large
shell-normal = Normal
shell-say = The marks are on the beam, for everyone to read.
shell-data-at = Data as of <span class="nb">{ $time }</span>
shell-no-data = The register holds no data yet
shell-imprint-demo = { $imprint } (demo)
shell-title = { $title } · { $site }
nav-search = Instruments
nav-notices = Notices
nav-fair-scales = Fair scales
nav-pledges = Pledges
nav-statistics = Statistics
nav-report = Complain or report
nav-about = About
search-button = Find
search-placeholder = 7K3M9-QX2RD-4
