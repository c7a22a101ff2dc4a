# Steps of a training with PyTorch, the same as `dotnet run -c Release --project Marketing.Tests -- neural`:
# batch 128 x 50, d 64, 2 heads, 2 blocks, dropout 0.3, 12,101 products, Adam. Usage: python3 pytorch_steps.py [threads]
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2
torch.set_num_threads(threads)
torch.manual_seed(1)
B, L, D, H, V, K = 128, 50, 64, 2, 12101, 1024


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.qkv, self.out = nn.Linear(D, 3 * D), nn.Linear(D, D)
        self.up, self.down = nn.Linear(D, 4 * D), nn.Linear(4 * D, D)

    def forward(self, x, mask):
        q, k, v = self.qkv(self.ln1(x)).view(B, L, 3, H, D // H).permute(2, 0, 3, 1, 4)
        share = F.dropout(torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(D // H) + mask, -1), 0.3)
        x = x + F.dropout(self.out((share @ v).transpose(1, 2).reshape(B, L, D)), 0.3)
        return x + F.dropout(self.down(F.gelu(self.up(self.ln2(x)))), 0.3)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb, self.pos = nn.Embedding(V, D), nn.Embedding(L, D)
        self.blocks, self.last = nn.ModuleList(Block() for _ in range(2)), nn.LayerNorm(D)

    def forward(self, items, mask):
        x = F.dropout(self.emb(items) + self.pos.weight, 0.3)
        for block in self.blocks:
            x = block(x, mask)
        return self.last(x).view(-1, D)


def loss_of(kind, net, hidden, target):
    if kind == "body":
        return hidden.sum() * 1e-6
    if kind == "sampled 1,024":
        drawn = torch.randint(0, V, (K,))
        others = hidden @ net.emb.weight[drawn].t() + math.log(V / K)
        others = others.masked_fill(drawn[None, :] == target[:, None], -1e9)
        own = (hidden * net.emb.weight[target]).sum(1, keepdim=True)
        return F.cross_entropy(torch.cat([own, others], 1), torch.zeros_like(target))
    if kind == "full softmax":
        return F.cross_entropy(hidden @ net.emb.weight.t(), target)
    # A few rows at a time, with the gradient taken at once, so that the logits stay in the cache.
    rows, total, grad = 256, 0.0, torch.empty_like(hidden)
    for i in range(0, B * L, rows):
        part = hidden[i:i + rows].detach().requires_grad_()
        one = F.cross_entropy(part @ net.emb.weight.t(), target[i:i + rows], reduction="sum") / (B * L)
        one.backward()
        grad[i:i + rows] = part.grad
        total += one.item()
    return (hidden * grad).sum()


mask = torch.triu(torch.full((L, L), float("-inf")), 1)
items, target = torch.randint(0, V, (B, L)), torch.randint(0, V, (B * L,))
print(f"torch {torch.__version__}, {threads} threads")
for kind in ("body", "sampled 1,024", "full softmax", "full softmax in pieces"):
    net = Net()
    adam = torch.optim.Adam(net.parameters(), lr=1e-3, betas=(0.9, 0.98))
    best = 1e9
    for _ in range(9):
        start = time.perf_counter()
        adam.zero_grad(set_to_none=True)
        loss_of(kind, net, net(items, mask), target).backward()
        adam.step()
        best = min(best, time.perf_counter() - start)
    print(f"  step, {kind}: {B * L / best:,.0f} tokens/s")
