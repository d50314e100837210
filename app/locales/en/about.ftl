# About this portal.
about-title = About this portal
about-lead = Whether an instrument is verified is for everyone to look up, to compare and to contest.
about-contents = On this page

about-what-title = What this is
about-what = Chengxing is a public register of measuring instruments under compulsory verification. Each carries a label with a QR code; scan it and you see the result, until when it holds, the serial number and where the instrument belongs. The name means the star marks on a steelyard, which the buyer reads for himself.
about-what-not = A page says only what the register holds. No record does not mean verified, and a verified scale is no promise that this purchase was weighed right. If in doubt, weigh again on a fair scale and keep the receipt.

about-scan-title = How to scan a label
about-scan = Point your phone’s own camera at the label and tap the address that appears, or use “Scan the label” on the home page. If that fails, type the 11 symbols on the label into the search box.
about-scan-copy = A label can be moved to another scale, or forged. First see that the address is this portal’s, then compare serial number and stall: trust it only if both match.

about-whose-title = Who answers for the data
about-operator = This portal is run by { $operator }, which answers for the data in the register.
about-no-operator = This deployment does not say who runs it.
about-whose = The institution that issued a certificate answers for its result; every record names institution and certificate. The verdict on a page is computed from records and date and cannot be edited by hand.
about-data = Data updated <span class="nb">{ $time }</span>; publications: <span class="nb">{ $publications }</span>.

about-demo-title = Demo data
about-demo = The businesses, markets, instruments and verifications here were made up by software from random numbers and stand for no real body, person or instrument. Only the names and codes of counties are real. Every page that shows demo data says so at its top.

about-verdicts-title = How a verdict comes about
about-verdicts = The verdict is not stored. It is computed each time from verifications, suspensions, repairs and the day (Beijing time). The first line from the top that fits counts:
about-verdict = Verdict
about-verdict-when = When
about-verdict-failed = the newest verification or inspection that counts failed, whatever an older certificate says
about-verdict-suspended = scrapped, taken out of use, or repaired or unsealed and not verified since
about-verdict-never = registered, but never passed a verification
about-verdict-expired = passed, and the last day of validity is past
about-verdict-due = { $days ->
    [one] passed, and at most 1 day is left; the last day still counts
   *[other] passed, and at most { $days } days are left; the last day still counts
}
about-verdict-valid = passed, and within its validity
about-verdict-unknown = the register holds no such code
about-due-soon = { $days ->
    [one] “Due soon” at 1 day
   *[other] “Due soon” at { $days } days
} is this portal’s own convention, not a term of law. A verification dated ahead does not count before its day; of a pass and a failure on one day, the failure counts.

about-rules-title = Intervals and their grounds
about-rules = What the certificate says holds. Only where it states no end is one derived from this table, and the page says so. An interval with a condition is never applied by itself.
about-confidence = Each line names its source and how sure we are: “text” was read in the regulation itself, “second-hand” comes from the press or a copy, “unchecked” should be checked before use. Conditions and sources are in Chinese.
about-regulation = Regulation
about-interval = Interval
about-source = Source
about-ahead = from { $date }
about-interval-periodic =
    { $unit ->
        [years] every { $count } years
       *[months] every { $count } months
    }
about-interval-replaced =
    { $unit ->
        [years] verified once, replaced after { $count } years
       *[months] verified once, replaced after { $count } months
    }
about-interval-unknown = not found; the certificate states it
about-confidence-law = text
about-confidence-press = second-hand
about-confidence-unverified = unchecked

about-corrections-title = Corrections
about-corrections = What is published is neither changed nor deleted. An error is corrected by a new publication that names the one it corrects; the corrected record stays in the history, marked as no longer counting.
about-corrections-how = If a record is wrong, tell the institution that issued the certificate which code and what is wrong, or write to the operator as below.

about-privacy-title = What your visit leaves behind
about-privacy-none = Public pages use no cookies, no login, no analytics, no advertising, and load nothing from other sites.
about-privacy-log = This software logs when, which sort of page, with what result and how long it took. It logs no network address, no code scanned and nothing searched for.
about-privacy-camera = Labels are read on your phone; pictures are not uploaded.
about-privacy-typing = While you type in the search box, what you type is sent to this portal for suggestions and not kept. Without scripts nothing is sent.
about-privacy-front = If the operator has put other equipment in front of this software, the operator must say what that logs.

about-accessibility-title = Accessibility
about-accessibility = The aim is WCAG 2.2 level AA and GB/T 37668-2019. Every page can be read and used without scripts and with a keyboard alone; no verdict is told by colour alone; there is large type (top right), dark mode, higher contrast and print.
about-accessibility-limits = Known gaps: Mongolian pages stay closed until native readers have reviewed the texts; on English pages names of bodies, places and sources remain in Chinese. If something cannot be read or used, tell us.

about-contact-title = Contact
about-no-contact = This deployment names no contact.

about-licence-title = Software and licence
about-licence = The software is open source, release { $release }, under MIT or Apache-2.0, whichever you choose.
about-licence-data = The licence of the software does not cover the data. Its use is for the operator to state.
