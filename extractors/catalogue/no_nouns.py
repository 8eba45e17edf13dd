"""Words that no counted noun begins with."""

from __future__ import annotations

#: words that neither begin nor end a counted noun
NO_NOUN = frozenset(
    word
    for line in (
        "và của tại trên ở là được đạt đã có cho với về do từ đến để trong theo không đang sẽ còn so tăng giảm trở",
        "gồm bao chiếm bằng nhằm như hay hoặc nên thì mà khi sau trước nhưng cũng đều mới rất này đó các những mỗi",
        "một hai bị thuộc bởi vào ra lên xuống qua tới cùng hơn kém kể trừ ngoài song đối phấn tiếp hoàn vượt lần",
        "thứ riêng chủ yếu nhất cụ thực triển tham đề nữ toàn trực quá đúng trễ sớm chậm",
        "nam nhì ba khuyến thạc tiến đại cao trung sơ khá tốt yếu kém vững xuất giỏi",
        "chưa cần nên phải vẫn sang thay ước dự liên tuy lại đủ",
    )
    for word in line.split()
)
#: what is done, and what money, time or state is told of, where a noun would begin behind "số"
NOT_COUNTED = frozenset(
    word
    for line in (
        "kiểm giải xử chuyển nhận ghi phát vận huy đánh thu chi nộp trả cấp lập mở đăng hỗ tặng trao trồng xây sửa làm",
        "nâng duy kết bầu cử mời họp gửi tuyên khai đưa đón đo khám tiêm chữa cứu giúp phối góp đóng quyên vay mua bán",
        "bắt khởi truy điều thống rà chấp xét duyệt ký thông hòa xóa thoát rút đình thi tự tồn phản xác thẩm nghiệm",
        "số hóa đọc xem tiền vốn nợ dư kinh liệu lượng tt hiệu nói cũ kỳ diện sản tuyệt bình năm tháng quý đầu",
        "áp sử dùng cuối mắc chết sinh ngân doanh trị chiều nhân tái khấu hao tích nước hàng mặc giao",
        "sống tử hiện hợp trình ban tổng cộng thành trúng nguồn tỷ tỉ cơ mức tuổi thế lớn nhỏ giá thời vừa nay hưởng",
    )
    for word in line.split()
)
