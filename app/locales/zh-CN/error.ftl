# Codes that are not registered, and failures.
unknown-line = <span class="nb">登记册里没有<b><span class="code">{ $typed }</span></b>，</span><b class="nb">当心假标签</b>
unknown-slip-title = 先看是不是抄错了
unknown-sound-title = 编号本身没有写错
unknown-length =
    { $long ->
        [yes] 编号有11位，您输的太长了。
       *[no] 编号有11位，您输的是<b class="num">{ $found }</b>位。
    }
unknown-symbol = 第<b class="num">{ $place }</b>位的<b class="code">{ $found }</b>不会出现在编号里。编号只用数字和大写字母，没有<span class="code">U</span>。
unknown-check = 末位应是<b class="code">{ $expected }</b>，您输的是<b class="code">{ $found }</b>，像是抄错一位。
unknown-sound = 它的末位校验是对的，但登记册里没有这台器具。真标签上的编号都登记过。
unknown-near = 相近的编号
unknown-again = 照标签再输一次
unknown-forged-title = 没有抄错？
unknown-forged = 标签可能是伪造的。拍下标签和器具，告诉我们；不用实名。
unknown-report = 举报这张标签

error-400-title = 这个地址看不懂
error-400 = 地址或填写的内容有误。检查一下再试。
error-404-title = 没有这一页
error-404 = 地址可能抄错了，或者这一页已经不在了。可以从首页查起。
error-405-title = 不能这样打开
error-405 = 这个地址不接受这种请求。请从首页进入。
error-413-title = 内容太大
error-413 = 发送的内容超过了上限。减小以后再试。
error-429-title = 请求太多
error-429 = 短时间内请求太多。等一分钟再试。
error-500-title = 这边出错了
error-500 = 错在平台，不在您。已经记下；过一会儿再试。
error-503-title = 暂时打不开
error-503 = 平台正忙或正在维护。过一会儿再试。
error-507-title = 存储空间不足
error-507 = 平台现在存不下新内容。什么都没有写入；过一会儿再试。
error-home = 回首页
error-search = 查器具
error-reference = 记录号：<span class="code">{ $reference }</span>
