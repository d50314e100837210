# Codes that are not registered, and failures.
unknown-line = <b><span class="code">{ $typed }</span></b> is not in the register. <b class="nb">Beware of a forged label</b>
unknown-slip-title = First see whether it was copied wrongly
unknown-sound-title = The code itself is well formed
unknown-length =
    { $long ->
        [yes] A code has 11 symbols; what you entered is far too long.
       *[no] A code has 11 symbols; you entered <b class="num">{ $found }</b>.
    }
unknown-symbol = <b class="code">{ $found }</b>, symbol no. <b class="num">{ $place }</b>, never occurs in a code. Codes use digits and capital letters without <span class="code">U</span>.
unknown-check = The last symbol should be <b class="code">{ $expected }</b>, you entered <b class="code">{ $found }</b>: one symbol seems to be wrong.
unknown-sound = Its check symbol is right, but no such instrument is registered. Every genuine label carries a registered code.
unknown-near = Codes that look like it
unknown-again = Enter it again as on the label
unknown-forged-title = Copied correctly?
unknown-forged = The label may be forged. Take a photo of label and instrument and tell us; no name needed.
unknown-report = Report this label

error-400-title = This address makes no sense to us
error-400 = The address or what was filled in is wrong. Check it and try again.
error-404-title = No such page
error-404 = The address may be mistyped, or the page is gone. Start from the home page.
error-405-title = It cannot be opened like this
error-405 = This address does not take that kind of request. Start from the home page.
error-413-title = Too large
error-413 = What was sent exceeds the limit. Make it smaller and try again.
error-429-title = Too many requests
error-429 = Too many requests in a short time. Wait a minute and try again.
error-500-title = Something broke on our side
error-500 = The fault is ours, not yours. It has been noted; try again in a while.
error-503-title = Not available right now
error-503 = The portal is busy or being maintained. Try again in a while.
error-507-title = Out of storage
error-507 = The portal cannot store anything new right now. Nothing was written; try again in a while.
error-home = Home
error-search = Look up an instrument
error-reference = Reference: <span class="code">{ $reference }</span>
