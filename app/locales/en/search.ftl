# The search page, and the pager that lists share.
search-title = Find an instrument
search-title-of = { $q }: find an instrument
search-description = Enter a code, shop, market or address and see whether a scale, fuel pump, meter or other instrument is verified.
search-understood = Searched for “<b>{ $q }</b>”.
search-count =
    { $more ->
        [yes] { $count }+ instruments
       *[no] { $count ->
            [one] 1 instrument
           *[other] { $count } instruments
        }
    }
search-range =
    { $more ->
        [yes] { $first }–{ $last } of { $total }+
       *[no] { $first }–{ $last } of { $total }
    }
search-serial = , serial no. { $serial }
search-code = , code <span class="code">{ $code }</span>
search-until = until <span class="nb">{ $date }</span>
search-due =
    { $days ->
        [0] until <span class="nb">{ $date }</span>, <span class="nb">last day today</span>
        [one] until <span class="nb">{ $date }</span>, <span class="nb">1 day left</span>
       *[other] until <span class="nb">{ $date }</span>, <span class="nb">{ $days } days left</span>
    }
search-expired = ended <span class="nb">{ $date }</span>
search-since = since <span class="nb">{ $date }</span>

search-narrow = Narrow down
search-verdict = Status
search-kind = Kind
search-region = County
search-all = All
search-remove = , remove this filter

search-none = Nothing found for “{ $q }”
search-none-filtered = No instrument fits these filters
search-past = No more results
search-first = Back to the first page
search-unfiltered = Search without filters
search-near = Did you mean
search-tip-short = Try only the two or three most telling characters of the shop’s or market’s name.
search-tip-code = The code is on the label: 11 symbols, such as <span class="code nb">7K3M9-QX2RD-4</span>. The serial number is on the plate.
search-tip-unregistered = If it still cannot be found, it is not registered. Not registered does not mean verified.

search-code-slip-title = One symbol of the code is wrong
search-code-check = It should end in <b class="code">{ $expected }</b>, you typed <b class="code">{ $found }</b>. The slip may also be further left: compare it with the label once more.
search-code-length =
    { $found ->
        [one] A code has 11 symbols, you typed 1.
       *[other] A code has 11 symbols, you typed { $found }.
    }
search-code-symbol = Symbol { $place }, <b class="code">{ $found }</b>, never occurs in a code. Compare it with the label once more.
search-code-unknown-title = No such code in the register
search-code-unknown = <b class="code nb">{ $code }</b> is written correctly but not registered. If it is printed on a label, <a href="{ $href }">beware of a forged label</a>.

search-empty = What you can search for
search-by-code = Code
search-by-code-text = the 11 symbols on the label, such as <span class="code nb">7K3M9-QX2RD-4</span>; case, spaces, O and 0 don’t matter
search-by-serial = Serial no.
search-by-serial-text = the number on the plate
search-by-holder = Who uses it
search-by-holder-text = a shop, a stall’s name, a filling station
search-by-place = Where it is
search-by-place-text = a market, stall, street or county
search-by-kind = What it is
search-by-kind-text = price-computing scale, fuel dispenser, water meter (names of places and shops are in Chinese)

pager = Pages
pager-next = Next
pager-previous = Previous
pager-first = First page
