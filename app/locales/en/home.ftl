# The home page, and parts that lists share.
home-title = Is the scale right? See for yourself
home-heading = <span class="nb">Is the scale right?</span> <span class="nb">See for yourself</span>
home-description = Was this scale, pump or meter verified? Enter a code, shop, market or address and see whether the verification holds and when it ends.
home-search = Code, shop, market or address
home-beam = Share of instruments verified, on a scale from 90% to 100%. Target { $target }%, now { $now }%
home-target = Target { $target }%
home-figures = How things are
home-verified = <strong>{ $share }<small>%</small></strong> of instruments in use are within their verification: <span class="nb">{ $in-force }</span> of <span class="nb">{ $in-use }</span>. <span class="small">{ $target ->
    [none] {""}
   *[other] The plan’s target is { $target }%.{" "}
}As of <span class="nb">{ $date }</span>.</span>
home-due = <strong>{ $due }</strong>due within { $days } days. <span class="small">{ $expired } more have expired.</span>
home-stopped = <strong>{ $stopped }</strong>failed or out of use; { $failed } failed. <span class="small">{ $never } registered, never verified. { $notices } notices published.</span>
home-empty-title = The register is still empty
home-empty = Once an institution has imported its verifications, every instrument can be found here.
home-notices = Newest notices
home-no-notices = No notices yet.
home-all-notices = All notices
home-feed = Feed
home-wishes = What would you like to do?
home-wish-search = Look up an instrument, shop or market
home-wish-due = See which instruments have expired
home-wish-notices = Read the verification notices
home-wish-about = See where the data comes from and how to check it

row-kind-model = { $kind } { $model }
row-place-holder = { $place }, { $holder }
row-what-where = { $what }, { $where }
notice-heading = { $number }: { $title }
notice-count =
    { $failed ->
        [0] { $results ->
            [0] No instruments
            [one] 1 instrument, passed
           *[other] { $results } instruments, all passed
        }
       *[other] { $results ->
            [one] 1 instrument, <b>failed</b>
           *[other] { $results } instruments, <b>{ $failed } failed</b>
        }
    }
