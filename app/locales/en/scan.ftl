# The scan page.
scan-title = { $word }: { $kind }
scan-description = { $kind }{ $serial ->
    [none] {""}
   *[other] , serial no. { $serial }
}{ $place ->
    [none] {""}
   *[other] , belongs at { $place }
}: { $word }.
scan-as-of =
    { $future ->
        [yes] This is what the records of today say of <b class="nb">{ $date }</b>. It is not today.
       *[no] This is how it stood on <b class="nb">{ $date }</b>. It is not today.
    }
scan-today = See today
scan-compare = Compare with the instrument in front of you

fact-serial = Serial no.
fact-place = Belongs at
fact-institution = Verified by
fact-code = Code
fact-failed-how = What failed
fact-this-scale = This scale
fact-this-dispenser = This pump
fact-this-meter = This meter
fact-this-charger = This charger
fact-this-instrument = Instrument
fact-no-serial = Not registered
fact-no-place = Not registered
fact-kind-model = { $kind } <span class="nb">{ $model }</span>
fact-capacity = { $what }, <span class="nb">{ $capacity }</span>
fact-capacity-max = { $what }, <span class="nb">max. { $capacity }</span>
fact-market-place = { $place }, { $market }
fact-where-whose = { $where }, { $holder }
fact-error-at = Error <span class="nb">{ $error }</span> at <span class="nb">{ $at }</span>
fact-error = Error <span class="nb">{ $error }</span>
fact-error-limit = { $error }, <span class="nb">limit { $limit }</span>

act-complain = Does not match? Complain
act-report = Still in use? Report it
act-fair-scale = Nearest fair scale
act-other = Find one that is verified

note-valid =
    { $scale ->
        [yes] Labels get moved. Trust it only if <b>number and stall both match.</b>
       *[no] Labels get moved. Trust it only if <b>number and place both match.</b>
    }
note-bare = Its serial number or place is not registered: <b>there is nothing to compare it by.</b>
note-expired =
    { $scale ->
        [yes] <b>An expired scale must not be used for payment.</b> Ask for another, or weigh again on a fair scale.
       *[no] <b>An expired instrument must not be used.</b> Ask for one that is verified.
    }
note-failed =
    { $scale ->
        [yes] <b>A scale that failed must not be used for payment.</b> Keep the receipt and weigh again on a fair scale; you may claim what is missing.
       *[no] <b>An instrument that failed must not be used.</b> Keep the receipt; you may claim what is missing.
    }
note-suspended =
    { $scale ->
        [yes] <b>A scale out of use must not be used for payment.</b> Ask for another, or weigh again on a fair scale.
       *[no] <b>An instrument out of use must not be used.</b> Ask for one that is verified.
    }
note-never-verified =
    { $scale ->
        [yes] <b>A scale that was never verified must not be used for payment.</b> Ask for another, or weigh again on a fair scale.
       *[no] <b>An instrument that was never verified must not be used.</b> Ask for one that is verified.
    }

timeline-title = Verifications
timeline-none = The register holds no verification of this instrument.
timeline-today = { $date }, today
timeline-that-day = { $date }, the day you asked about
timeline-due = Expires; to be verified before
timeline-month = Month { $month }
timeline-end = Expired
timeline-over = { $days ->
    [one] 1 day
   *[other] { $days } days
} past its end
timeline-nothing-new = No new verification
timeline-pass = Passed
timeline-fail = Failed
timeline-initial = Initial verification
timeline-subsequent = Subsequent verification
timeline-in-service = In-service inspection
timeline-what = { $conclusion }<span class="gap"></span><span class="plain">{ $type }</span>
timeline-certificate = { $institution }, certificate <span class="code">{ $certificate }</span>
timeline-notice = Notice:{" "}
timeline-corrected = Corrected by publication no. { $publication }; no longer counts
timeline-in-use = Back in use
timeline-suspended = Taken out of use
timeline-awaiting = Repaired or unsealed, to be verified again
timeline-scrapped = Scrapped

asof-label = See another day
asof-hint = Was it verified on the day you bought something?
asof-button = See

maker-title = Maker and user
maker-maker = Maker
maker-type-approval = Type approval
maker-class = Class
maker-uid = Unique identity
maker-holder = Used by
maker-category = Business
maker-owner = Owner
maker-uscc = Credit code
maker-market = Market
maker-region = Region

check-title = Check it yourself

proof-title = Proof
proof-certificate-title = Certificate and standard
proof-certificate = Certificate
proof-standard = Standard
proof-regulation = Regulation
proof-by-rule = The certificate states no end; the one shown here follows from the verification interval.
proof-none = The register holds no certificate number, standard or regulation.
proof-publication-title = Where this record comes from
proof-publication = This verification is publication no. <b class="num">{ $publication }</b> of this portal, the registration of the instrument no. <b class="num">{ $registered }</b>.
proof-registration = The registration of this instrument is publication no. <b class="num">{ $registered }</b> of this portal.
proof-rule = What is published is neither changed nor deleted. An error is corrected by a new publication that names the one it corrects.
