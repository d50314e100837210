# What the islands show: suggestions, the comparison of serial numbers, the scanner.
suggest-list = 您可能要找的
suggest-none = 没有建议
suggest-one = 有1条建议，按向下键选
suggest-many = 有%条建议，按向下键选

compare-title = 输入铭牌上的编号，对一对
compare-how = 出厂编号在器具的铭牌上。一位一位对：标签会被贴到别的器具上，编号对不上就不是这一台。
compare-label = 铭牌上的编号
compare-button = 对一对
compare-same = 编号一致，接着看摊位对不对
compare-part = 输的这几位一致，请把整个编号输完
compare-close = 差一位，请对着铭牌再看一眼
compare-different = 对不上：眼前这台不是标签上的这一台
compare-report = 投诉或举报，编号已经填好

scanner-open = 扫秤上的标签
scanner-title = 扫标签
scanner-close = 关闭
scanner-opening = 正在打开相机，请允许使用
scanner-aim = 把标签放进画面，离近一点
scanner-reading = 正在读照片
scanner-found = 读到了，正在打开
scanner-no-camera = 这里用不了相机。请给标签拍一张照片。
scanner-denied = 没有允许使用相机。可以在浏览器设置里允许，或给标签拍一张照片。
scanner-no-code = 照片里没有读到标签。请靠近一点，对准、拍清楚再试。
scanner-bad-photo = 这个文件不是能读的照片。请换一张JPEG或PNG。
scanner-not-a-label = 这个码不是器具的标签。请对准印有11个字符编号的那个码。
scanner-failed = 扫码功能没有打开。请检查网络再试，或用手机自带的相机扫，或输入标签上的编号。
scanner-elsewhere = 不是本平台的标签，当心假标签。
scanner-elsewhere-host = 它指向的地址是：
scanner-elsewhere-offer = 在本平台查标签上的编号
scanner-photo = 拍照或选照片
scanner-private = 画面和照片只在您的手机上读，不上传。
