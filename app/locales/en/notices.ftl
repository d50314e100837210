# Notices of verification.
notices-title = Verification notices
notices-description = Results published by the verification institutions: what was verified and what failed.
notices-lead = Results published by the verification institutions, newest first. Each lists what was verified and what failed.
notices-list = List of notices
notices-none = No notices yet. They will be listed here once an institution publishes one.
notices-none-chosen = No notices for this county and year.
notices-past = There are no older ones.
notices-all = All counties, all years
notices-newest = Newest
notices-older = Older
notices-year = Year
notices-year-of = { $year }
notices-choose = Show
notices-atom = Feed (Atom)
notices-json = Feed (JSON Feed)

notice-tally =
    { $results ->
        [0] This notice lists no instruments yet
        [one] { $failed ->
            [0] 1 instrument, passed
           *[other] 1 instrument, <b class="nb">failed</b>
        }
       *[other] { $failed ->
            [0] <span class="nb">{ $results } instruments</span>, all passed
           *[other] <span class="nb">{ $results } instruments</span>, <b class="nb">{ $failed } failed</b>
        }
    }
notice-description = { $title }: published by { $institution } on { $date }. Instruments: { $results }, failed: { $failed }.
notice-number = Number
notice-date = Published
notice-institution = Published by
notice-region = Region
notice-results = Results
notice-caption = Failed ones first
notice-instrument = Instrument
notice-on = Verified
notice-conclusion = Result
notice-certificate = Certificate
notice-today = Today
notice-failed = <b>Failed</b>
notice-passed = Passed
notice-passed-until = Passed, until <span class="nb">{ $date }</span>
notice-no-serial = Not registered
notice-no-certificate = Not registered
notice-publication = This notice is publication no. { $publication } of this portal. What is published is neither changed nor deleted; an error is corrected by a new publication.
