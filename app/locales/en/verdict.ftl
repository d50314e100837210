# The verdicts and what is said of each. $when is "now" or "then" (the page shows another day).
verdict-valid = Verified
verdict-due-soon = Due soon
verdict-expired = Expired
verdict-failed = Failed, out of use
verdict-suspended = Out of use
verdict-never-verified = Registered, never verified
verdict-unknown = No such code

verdict-line-valid = Valid until <b class="nb">{ $date }</b>, <b class="nb">{ $days ->
        [one] 1 day
       *[other] { $days } days
    }</b> left
verdict-line-no-end = Passed on <b class="nb">{ $date }</b>; the certificate states no end
verdict-line-due-soon = Valid until <b class="nb">{ $date }</b>, <b class="nb">{ $days ->
        [one] 1 day
       *[other] { $days } days
    }</b> left
verdict-line-last-day =
    { $when ->
        [then] Valid until <b class="nb">{ $date }</b>: <b class="nb">that very day</b>
       *[now] Valid until <b class="nb">{ $date }</b>: <b class="nb">today</b>
    }
verdict-line-expired = Expired <b class="nb">{ $date }</b>, <b class="nb">{ $days ->
        [one] 1 day
       *[other] { $days } days
    }</b> ago
verdict-line-failed = Failed on <b class="nb">{ $date }</b>. <b>{ verdict-stop }</b>
verdict-line-failed-inspection = Failed in service on <b class="nb">{ $date }</b>. <b>{ verdict-stop }</b>
verdict-line-suspended = Out of use since <b class="nb">{ $date }</b>. <b>{ verdict-stop }</b>
verdict-line-repaired = Repaired or unsealed <b class="nb">{ $date }</b>, <b>not verified since</b>
verdict-line-scrapped = Scrapped on <b class="nb">{ $date }</b>. <b>{ verdict-stop }</b>
verdict-line-never-verified = Not verified yet. <b>Being registered is not being verified</b>
verdict-stop =
    { $when ->
        [then] It should not have been in use
       *[now] It should not be in use
    }

beam-running =
    { $when ->
        [then] { $months }-month verification period, that day in month { $month }, { $days ->
            [one] 1 day
           *[other] { $days } days
        } left
       *[now] { $months }-month verification period, now in month { $month }, { $days ->
            [one] 1 day
           *[other] { $days } days
        } left
    }
beam-open = Passed, no end stated
beam-over =
    { $when ->
        [then] { $months }-month verification period over, that day { $days ->
            [one] 1 day
           *[other] { $days } days
        } past its end
       *[now] { $months }-month verification period over, today { $days ->
            [one] 1 day
           *[other] { $days } days
        } past its end
    }
beam-cut = The last pass was ended in its month { $month }
beam-cut-failed = The last pass was ended in its month { $month } by a failed verification
beam-hollow = Never passed a verification
beam-verified = Verified { $date }
beam-expires = Expires
beam-over-ends =
    { $when ->
        [then] Expired<span class="gap"></span>That day
       *[now] Expired<span class="gap"></span>Today
    }
beam-ended = Ended { $date }
